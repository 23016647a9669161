import { createNoopMeter, type Meter, metrics, type Observable } from '@opentelemetry/api'
import { testSession } from '@sojourn/core'
import { postgresDatabase } from '@sojourn/test-servers'
import { afterAll, expect, it, vi } from 'vitest'

vi.useFakeTimers({ toFake: ['Date'] })
const database = await postgresDatabase()
vi.stubEnv('DATABASE_URL', database.url)

/** Everything that a meter is told: what an exporter would send away. */
const points: { name: string; value: number; attributes: unknown }[] = []
const names = new Map<Observable, string>()
const looks: (() => unknown)[] = []
metrics.setGlobalMeterProvider({ getMeter: () => recorder() })

const { sessions } = await import('#examples/docs/guides/operating/sessions.ts')
const { prepare } = await import('#examples/docs/guides/operating/release.ts')
const { cleanUp, cleaning } = await import('#examples/docs/guides/operating/jobs.ts')
const { endEverything, endUser } = await import('#examples/docs/guides/operating/incident.ts')
await import('#examples/docs/guides/operating/metrics.ts')

/** OpenTelemetry's own meter that does nothing, and keeps what it is told. */
function recorder(): Meter {
  const meter = createNoopMeter()
  const observable = (name: string): Observable => {
    const instrument: Observable = { addCallback: () => {}, removeCallback: () => {} }
    names.set(instrument, name)
    return instrument
  }
  vi.spyOn(meter, 'createObservableGauge').mockImplementation(observable)
  vi.spyOn(meter, 'createObservableCounter').mockImplementation(observable)
  vi.spyOn(meter, 'createCounter').mockImplementation((name) => ({
    add: (value, attributes) => void points.push({ name, value, attributes }),
  }))
  vi.spyOn(meter, 'addBatchObservableCallback').mockImplementation((callback) => {
    looks.push(() =>
      callback({
        observe: (instrument, value, attributes) =>
          void points.push({ name: names.get(instrument) ?? '', value, attributes }),
      }),
    )
  })
  return meter
}

afterAll(async () => {
  clearInterval(cleaning)
  await sessions.close()
  await database.remove()
  vi.unstubAllEnvs()
})

const tokenOf = (cookie: string): string => sessions.cookie.tokens.read(cookie).texts[0] ?? ''

it('before the migration the store is an outage that says what to do; after it nothing is wrong', async () => {
  await expect(testSession(sessions)).rejects.toMatchObject({ code: 'SESSION_UNAVAILABLE' })
  expect(await sessions.check()).not.toEqual([])
  expect(await prepare()).toEqual([])
})

it('R46 expired sessions are removed, and no others', async () => {
  await prepare()
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  await testSession(sessions, { data: { cart: ['tea'] } })
  vi.setSystemTime(Date.now() + 86_400_000)
  const live = await testSession(sessions, { userId: 'ada' })
  expect(await cleanUp()).toBe(1)
  expect((await sessions.open(tokenOf(live)).load()).userId).toBe('ada')
  log.mockRestore()
})

it('R105 what happens is counted, and no id, user or token becomes a label', async () => {
  await prepare()
  const cookie = await testSession(sessions, { userId: 'user-with-a-name', data: { cart: ['x'] } })
  const session = await sessions.open(tokenOf(cookie)).load()
  session.set('cart', ['tea'])
  await session.save()
  await sessions.open(`${'A'.repeat(22)}.${'A'.repeat(43)}`).load()
  await session.revokeOthers()
  for (const look of looks) await look()

  const labels = points
    .filter(({ name }) => name === 'sojourn.events')
    .map(({ attributes }) => attributes)
  expect(labels).toContainEqual({ event: 'authenticated' })
  expect(labels).toContainEqual({ event: 'saved', merged: false })
  expect(labels).toContainEqual({ event: 'rejected', reason: 'unknown' })
  expect(labels).toContainEqual({ event: 'destroyed', many: true })
  const stored = points.find(({ attributes }) => JSON.stringify(attributes) === '{"from":"store"}')
  expect(stored).toMatchObject({ name: 'sojourn.cache.answers' })
  expect(stored?.value).toBeGreaterThan(0)

  const text = JSON.stringify(points)
  expect(text).not.toContain('user-with-a-name')
  for (const part of tokenOf(cookie).split('.')) expect(text).not.toContain(part)
  expect(text).not.toMatch(/[A-Za-z0-9_-]{22}/)
})

it('R41 a user, and everybody, can be signed out', async () => {
  await prepare()
  const [ada, bob] = [
    await testSession(sessions, { userId: 'ada-2' }),
    await testSession(sessions, { userId: 'bob' }),
  ]
  expect(await endUser('ada-2')).toBe(1)
  expect((await sessions.open(tokenOf(ada)).load()).userId).toBeNull()
  expect((await sessions.open(tokenOf(bob)).load()).userId).toBe('bob')
  await endEverything()
  expect((await sessions.open(tokenOf(bob)).load()).userId).toBeNull()
})
