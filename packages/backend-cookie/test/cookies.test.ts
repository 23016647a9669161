import { testSession } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { Jar, newer, request, type World, type WorldOptions, world } from './support.ts'

/** What one byte of JSON more takes is known: this is text of exactly that many characters. */
const text = (length: number): string => 'x'.repeat(length)

async function write(here: World, jar: Jar, value: unknown): Promise<string | null> {
  const { code, setCookies } = await request(here, jar.header, async (session) => {
    const loaded = await session.load()
    loaded.set('text', value)
  })
  jar.keep(setCookies)
  return code
}

async function read(here: World, jar: Jar): Promise<unknown> {
  let seen: unknown
  const { setCookies } = await request(here, jar.header, async (session) => {
    seen = (await session.load()).get('text')
  })
  expect(setCookies).toEqual([])
  return seen
}

/** The most characters that fit. */
async function most(options: WorldOptions): Promise<number> {
  let [fits, not] = [0, 16_000]
  while (not - fits > 1) {
    const middle = Math.floor((fits + not) / 2)
    if ((await write(world(options), new Jar(), text(middle))) === null) fits = middle
    else not = middle
  }
  return fits
}

describe('R103 one cookie', () => {
  it('holds about 2,900 bytes of JSON, and to the byte what browsers keep', async () => {
    const fits = await most({})
    expect(fits).toBeGreaterThan(2_850)
    const jar = new Jar()
    expect(await write(world(), jar, text(fits))).toBeNull()
    const length = '__Host-sid'.length + jar.get('__Host-sid').length
    expect(length).toBeLessThanOrEqual(4096)
    expect(length).toBeGreaterThan(4092)
    expect(await write(world(), new Jar(), text(fits + 1))).toBe('COOKIE_TOO_LARGE')
  })

  it('too much is refused at the save: nothing is sent, and the session goes on', async () => {
    const here = world()
    const jar = new Jar()
    await write(here, jar, 'small')
    const before = jar.header
    expect(await write(here, jar, text(4000))).toBe('COOKIE_TOO_LARGE')
    expect(jar.header).toBe(before)
    expect(await read(here, jar)).toBe('small')
  })

  it('the size counts bytes, not characters', async () => {
    expect(await write(world(), new Jar(), '\u{1f36a}'.repeat(700))).toBeNull()
    expect(await write(world(), new Jar(), '\u{1f36a}'.repeat(800))).toBe('COOKIE_TOO_LARGE')
  })

  it('a token over several cookies means nothing where there is one', async () => {
    const jar = new Jar()
    await write(world({ chunks: 2 }), jar, text(5000))
    const here = world()
    expect(await read(here, jar)).toBeUndefined()
    expect(here.told).toEqual(['rejected malformed'])
  })
})

describe('R103 up to four cookies', () => {
  it.each([
    [2, 5_900],
    [3, 8_900],
    [4, 10_400],
  ] as const)('%i hold about %i bytes', async (chunks, least) => {
    const fits = await most({ chunks })
    expect(fits).toBeGreaterThan(least)
    const here = world({ chunks })
    const jar = new Jar()
    expect(await write(here, jar, text(fits))).toBeNull()
    expect(jar.names).toHaveLength(chunks)
    for (const name of jar.names) {
      expect(name.length + jar.get(name).length).toBeLessThanOrEqual(4096)
    }
    // Node refuses a request whose headers pass 16 KiB: the rest needs room too.
    expect(jar.header.length).toBeLessThanOrEqual(14_336)
    expect(await read(here, jar)).toBe(text(fits))
    expect(await write(here, jar, text(fits + 1))).toBe('COOKIE_TOO_LARGE')
  })

  it('names, attributes and the one header', async () => {
    const here = world({ chunks: 3 })
    const { setCookies, headers } = await request(here, '', async (session) => {
      session.set('text', text(5000))
    })
    const attributes = 'Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Lax'
    expect(setCookies.map((line) => line.replace(/=[^;]*/, ''))).toEqual([
      `__Host-sid; ${attributes}`,
      `__Host-sid.1; ${attributes}`,
    ])
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it('a session that shrinks takes the cookies it no longer needs with it', async () => {
    const here = world({ chunks: 4 })
    const jar = new Jar()
    await write(here, jar, text(10_000))
    expect(jar.names).toEqual(['__Host-sid', '__Host-sid.1', '__Host-sid.2', '__Host-sid.3'])
    await write(here, jar, text(5_000))
    expect(jar.names).toEqual(['__Host-sid', '__Host-sid.1'])
    expect(await read(here, jar)).toBe(text(5_000))
    const { setCookies } = await request(here, jar.header, async (session) => {
      session.set('text', 'short')
    })
    expect(setCookies[1]).toBe(
      '__Host-sid.1=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax',
    )
    jar.keep(setCookies)
    expect(jar.names).toEqual(['__Host-sid'])
    expect(await read(here, jar)).toBe('short')
  })

  it('a sign-out deletes them all', async () => {
    const here = world({ chunks: 4 })
    const jar = new Jar()
    await write(here, jar, text(10_000))
    jar.keep((await request(here, jar.header, (session) => session.signOut())).setCookies)
    expect(jar.names).toEqual([])
  })

  it('of two saves in one request the smaller, second one leaves no cookie of the first', async () => {
    const here = world({ chunks: 4 })
    const jar = new Jar()
    const { sessions } = here
    const { exchange, session } = sessions.exchange({ header: () => undefined }, () => false)
    const lines: string[][] = []
    const headers = {
      get: () => lines.at(-1),
      set: (name: string, value: string | readonly string[]) => {
        if (name === 'Set-Cookie') lines.push([value].flat())
      },
    }
    session.set('text', text(10_000))
    await session.save()
    exchange.apply(headers)
    session.set('text', 'short')
    await session.save()
    exchange.apply(headers)
    jar.keep(lines.at(-1) ?? [])
    expect(jar.names).toEqual(['__Host-sid'])
    expect(await read(here, jar)).toBe('short')
  })

  it('a cookie that was left over is no part of it', async () => {
    const here = world({ chunks: 4 })
    const jar = new Jar()
    await write(here, jar, text(5_000))
    jar.set('__Host-sid.2', 'leftover')
    jar.set('__Host-sid.3', 'leftover')
    expect(await read(here, jar)).toBe(text(5_000))
    const one = new Jar()
    await write(here, one, 'short')
    one.set('__Host-sid.1', 'leftover')
    expect(await read(here, one)).toBe('short')
    // The next write sweeps.
    await write(here, one, 'other')
    expect(one.names).toEqual(['__Host-sid'])
  })

  it('the client chooses neither how many there are, nor their order, nor where they are cut', async () => {
    const here = world({ chunks: 4 })
    const jar = new Jar()
    await write(here, jar, text(10_000))
    const [first, one, two, three] = jar.names.map((name) => jar.get(name))
    const whole = `${first?.slice(2)}${one}${two}${three}`
    const shapes: readonly (readonly string[])[] = [
      [`3~${first?.slice(2)}`, String(one), String(two), String(three)],
      [`2~${first?.slice(2)}`, String(one)],
      [`5~${first?.slice(2)}`, String(one), String(two), String(three)],
      [`1~${whole}`],
      [whole],
      [`4~${first?.slice(2)}`, String(two), String(one), String(three)],
      [`4~${first?.slice(2)}`, String(one), String(two)],
      [`4~${first?.slice(2)}`, `${one}${two}`, '', String(three)],
      [`4~${whole.slice(0, 100)}`, whole.slice(100, 200), whole.slice(200, 300), whole.slice(300)],
      [`4~${'A'.repeat(4000)}`, String(one), String(two), String(three)],
    ]
    for (const shape of shapes) {
      const forged = new Jar()
      for (const [index, value] of shape.entries()) {
        forged.set(index === 0 ? '__Host-sid' : `__Host-sid.${index}`, value)
      }
      here.told.length = 0
      expect(await read(here, forged), shape.map((part) => part.length).join()).toBeUndefined()
      expect(here.told).toHaveLength(1)
    }
    expect(await read(here, jar)).toBe(text(10_000))
  })

  it('R86 of duplicates of a part at most four are tried, and the true one is found among them', async () => {
    const here = world({ chunks: 2 })
    const jar = new Jar()
    await write(here, jar, text(5_000))
    const fake = 'A'.repeat(jar.get('__Host-sid.1').length)
    const both = `__Host-sid.1=${fake}; ${jar.header}`
    let user: unknown
    await request(here, both, async (session) => {
      user = (await session.load()).get('text')
    })
    expect(user).toBe(text(5_000))
  })

  it('a test’s own session is spread as well', async () => {
    const here = world({ chunks: 2, secrets: newer })
    const cookie = await testSession(here.sessions, { userId: 'ada', data: { text: text(5_000) } })
    let seen: unknown
    await request(here, cookie, async (session) => {
      const loaded = await session.load()
      seen = [loaded.userId, loaded.get('text')]
    })
    expect(seen).toEqual(['ada', text(5_000)])
  })
})
