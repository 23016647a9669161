import { expect, it, vi } from 'vitest'

vi.useFakeTimers({ toFake: ['Date'] })
const { sessions } = await import('#examples/docs/guides/sign-in-and-devices/sessions.ts')
const { signIn, signOut } = await import('#examples/docs/guides/sign-in-and-devices/sign-in.ts')
const stepUp = await import('#examples/docs/guides/sign-in-and-devices/step-up.ts')
const devices = await import('#examples/docs/guides/sign-in-and-devices/devices.ts')
const { follow } = await import('#examples/docs/guides/sign-in-and-devices/live.ts')
const csrf = await import('#examples/docs/guides/sign-in-and-devices/csrf.ts')

let users = 0
const newUser = (): string => `user-${++users}`

/** A request of a browser on a desktop. */
async function signedIn(userId: string) {
  const { session } = sessions.exchange(
    {
      header: (name) => (name === 'user-agent' ? 'Firefox/140' : undefined),
      ip: () => '192.0.2.7',
    },
    () => false,
  )
  await signIn(session, userId)
  return session
}

it('R21 a sign-in drops what a visitor had, save what is kept, under a new token', async () => {
  const visitor = await sessions.open().load()
  visitor.update({ cart: ['tea'], theme: 'dark' })
  await visitor.save()
  const before = visitor.sessionKey ?? ''
  await signIn(visitor, newUser())
  expect(visitor.toObject()).toEqual({ cart: ['tea'] })
  expect(visitor.sessionKey).not.toBe(before)
  expect((await sessions.open(before).load()).userId).toBeNull()
  visitor.set('theme', 'dark')
  await stepUp.confirmSecondFactor(visitor, visitor.userId ?? '')
  expect(visitor.get('theme')).toBe('dark')
  expect(await stepUp.isStrong(visitor)).toBe(true)
  await visitor.authenticate(newUser(), { keep: ['cart'] })
  expect(visitor.toObject()).toEqual({})
})

it('R134 what matters asks for a sign-in of the last ten minutes', async () => {
  const session = await signedIn(newUser())
  const save = vi.fn(async () => {})
  await stepUp.changeEmail(session, save)
  expect(save).toHaveBeenCalledOnce()
  vi.setSystemTime(Date.now() + 601_000)
  await expect(stepUp.changeEmail(session, save)).rejects.toMatchObject({
    code: 'RECENT_AUTH_REQUIRED',
    status: 401,
  })
  expect(save).toHaveBeenCalledOnce()
})

it('R41 devices are listed, and ended by their own user alone', async () => {
  const userId = newUser()
  const phone = await signedIn(userId)
  const laptop = await signedIn(userId)
  const stranger = await signedIn(newUser())
  const list = await devices.devicesOf(laptop)
  const { id } = await laptop.load()
  expect(list).toHaveLength(2)
  expect(list.find((device) => device.isThisOne)).toMatchObject({
    id,
    browser: 'Firefox/140',
    network: '192.0.2.0',
  })
  const other = list.find((device) => !device.isThisOne)?.id ?? ''
  expect(await devices.signOutDevice(stranger, other)).toBe(false)
  expect(await devices.signOutDevice(laptop, other)).toBe(true)
  expect((await phone.load({ fresh: true })).userId).toBeNull()
  expect(await devices.canListDevices(userId)).toBe(true)
})

it('R42 the others go, the own token is replaced; or all of a user go', async () => {
  const userId = newUser()
  const [one, two, three] = [await signedIn(userId), await signedIn(userId), await signedIn(userId)]
  const token = (await one.load()).sessionKey
  expect(await devices.signOutOthers(one)).toBe(2)
  expect((await one.load()).sessionKey).not.toBe(token)
  expect((await two.load({ fresh: true })).userId).toBeNull()
  expect((await three.load({ fresh: true })).userId).toBeNull()
  expect(await devices.signOutUser(userId)).toBe(1)
})

it('R43 the eleventh sign-in ends the oldest session', async () => {
  const userId = newUser()
  const first = await signedIn(userId)
  for (let more = 0; more < 10; more++) {
    vi.setSystemTime(Date.now() + 1000)
    await signedIn(userId)
  }
  expect((await first.load({ fresh: true })).userId).toBeNull()
  expect(await devices.devicesOf(await signedIn(userId))).toHaveLength(10)
})

it('a socket hears of changes, and is closed at the end', async () => {
  const session = await signedIn(newUser())
  const socket = { close: vi.fn(), send: vi.fn() }
  await follow(session, socket)
  const other = await sessions.open((await session.load()).sessionKey ?? '').load()
  // The first look of the subscription is what later ones are compared with.
  await new Promise((resolve) => setImmediate(resolve))
  other.set('theme', 'dark')
  await other.save()
  await vi.waitFor(() => expect(socket.send).toHaveBeenCalledWith('changed'))
  await signOut(other)
  await vi.waitFor(() => expect(socket.close).toHaveBeenCalledWith(1008))
})

it('R131 a form token is good for its visitor, and dies at the sign-in', async () => {
  const session = await signedIn(newUser())
  const token = await csrf.formToken(session)
  expect(await csrf.isFormToken(session, token)).toBe(true)
  expect(await csrf.isFormToken(await signedIn(newUser()), token)).toBe(false)
  await session.authenticate((await session.load()).userId ?? '')
  expect(await csrf.isFormToken(session, token)).toBe(false)
  expect(await csrf.isFormToken(session, { evil: true })).toBe(false)
})

it('R132 a POST from another site is refused, a GET is not', () => {
  const from = (method: string, origin: string) =>
    csrf.isOwnOrigin({
      method,
      header: (name) => ({ origin, host: 'shop.example', 'sec-fetch-site': null })[name],
    })
  expect(from('POST', 'https://shop.example')).toBe(true)
  expect(from('POST', 'https://evil.example')).toBe(false)
  expect(from('GET', 'https://evil.example')).toBe(true)
})
