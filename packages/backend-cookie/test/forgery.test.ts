import { describe, expect, it } from 'vitest'
import { type CookieMode, cookieBackend } from '../src/index.ts'
import { type Data, newer, older, request, type World, world } from './support.ts'

const modes: readonly CookieMode[] = ['sealed', 'signed']
const sizes: readonly [string, Data][] = [
  ['the smallest', {}],
  ['300 bytes', { text: 'x'.repeat(290) }],
  ['2 KB', { text: 'y'.repeat(2040) }],
]

/** What a request with this cookie comes to: who it is, what it is told, what the response says. */
async function visit(here: World, token: string): Promise<unknown> {
  here.told.length = 0
  let seen: unknown
  const { code, setCookies, headers } = await request(
    here,
    `${here.sessions.cookie.settings.name}=${token}`,
    async (session) => {
      const { userId, isNew, size } = await session.load()
      seen = { userId, isNew, size }
    },
  )
  return { seen, code, setCookies, vary: headers.get('vary'), events: here.told.length }
}

const refused = {
  seen: { userId: null, isNew: true, size: 0 },
  code: null,
  setCookies: [],
  vary: 'Cookie',
  events: 1,
}

describe.each(modes)('R89 nothing but the exact token opens a session: %s', (mode) => {
  it.each(sizes)('R89 R107 every single-bit flip of a token of %s', async (_, data) => {
    const here = world({ mode })
    const token = await here.tokenOf(data, 'ada')
    const bytes = Buffer.from(token, 'latin1')
    expect(await visit(here, token)).toMatchObject({ seen: { userId: 'ada' }, events: 0 })
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[at] = (bytes[at] ?? 0) ^ (1 << bit)
        const text = flipped.toString('latin1')
        // A semicolon ends the value, a blank at its end is no part of it: those are truncations.
        expect(await visit(here, text), text).toEqual(refused)
      }
    }
  })

  it.each(sizes)('R89 every single-bit flip under the encoding, of %s', async (_, data) => {
    const here = world({ mode })
    const [id = '', body = ''] = (await here.tokenOf(data, 'ada')).split('.')
    const bytes = Buffer.from(body, 'base64url')
    for (let at = 0; at < bytes.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[at] = (bytes[at] ?? 0) ^ (1 << bit)
        const text = `${id}.${flipped.toString('base64url')}`
        expect(await visit(here, text), text).toEqual(refused)
      }
    }
  })

  it.each(sizes)('R89 every truncation and extension of a token of %s', async (_, data) => {
    const here = world({ mode })
    const token = await here.tokenOf(data, 'ada')
    for (let length = 0; length < token.length; length++) {
      expect(await visit(here, token.slice(0, length)), String(length)).toEqual(refused)
      if (length > 0) expect(await visit(here, token.slice(length))).toEqual(refused)
    }
    for (const more of ['A', 'AA', 'AAAA', '.', `.${token}`, token]) {
      expect(await visit(here, token + more), more).toEqual(refused)
    }
  })

  it('R89 splices of two tokens, at every place', async () => {
    const here = world({ mode })
    const one = await here.tokenOf({ text: 'x'.repeat(290) }, 'ada')
    const two = await here.tokenOf({ text: 'y'.repeat(290) }, 'eve')
    expect(one.length).toBe(two.length)
    for (let at = 7; at < one.length; at++) {
      const spliced = one.slice(0, at) + two.slice(at)
      if (spliced === one || spliced === two) continue
      expect(await visit(here, spliced), String(at)).toEqual(refused)
    }
  })

  it('R100 an unknown key and an unknown version', async () => {
    const here = world({ mode })
    const [id = '', body = ''] = (await here.tokenOf({ a: 1 })).split('.')
    const bytes = Buffer.from(body, 'base64url')
    expect(bytes[0]).toBe(1)
    for (const version of [0, 2, 255]) {
      bytes[0] = version
      expect(await visit(here, `${id}.${bytes.toString('base64url')}`)).toEqual(refused)
    }
    for (const other of ['zzzzz', '__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(await visit(here, `${other}.${body}`)).toEqual(refused)
    }
  })

  it('R95 tokens of another application, cookie, purpose, mode and key', async () => {
    const here = world({ mode })
    const others = [
      world({ mode, sessions: { namespace: 'another' } }),
      world({ mode, sessions: { cookie: { name: '__Host-other' } } }),
      world({ mode: mode === 'sealed' ? 'signed' : 'sealed' }),
      world({ mode, secrets: older }),
      // The same id, another secret.
      world({ mode, secrets: { id: idOf(newer), secret: older } }),
      // The same secret, another id.
      world({ mode, secrets: { id: 'other', secret: newer } }),
    ]
    for (const other of others) {
      expect(await visit(here, await other.tokenOf({ a: 1 }, 'ada'))).toEqual(refused)
      expect(await visit(other, await here.tokenOf({ a: 1 }, 'ada'))).toEqual(refused)
    }
  })
})

describe('R60 R63 what was sealed by us and is no session', () => {
  const encoder = new TextEncoder()
  const deep = `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`
  const texts: readonly [string, string][] = [
    ['a key __proto__', '{"__proto__":{"admin":true}}'],
    ['a nested __proto__', '{"a":[{"b":{"__proto__":1}}]}'],
    ['an escaped __proto__', '{"a":{"\\u005f_proto__":1}}'],
    ['data that is too deep', deep],
    ['data that is a list', '[1,2]'],
    ['data that is no JSON', '{"a":'],
    ['no data', ''],
    [
      'too many keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`k${i}`, 1]))),
    ],
  ]
  it.each(texts)('%s', async (_, text) => {
    const backend = cookieBackend({ secrets: newer, chunks: 4 })
    const here = world({ backend })
    // What a good token holds, with other data.
    const codec = backend.codec({ namespace: 'default', cookieName: '__Host-sid' })
    const good = await codec.open(await here.tokenOf({}), here.now())
    const head = good?.subarray(0, good.length - '{}'.length) ?? new Uint8Array()
    const forged = await codec.seal(Buffer.concat([head, encoder.encode(text)]))
    here.told.length = 0
    const header = here.sessions.cookie.tokens.header(forged)
    let seen: unknown
    await request(here, header, async (session) => {
      seen = (await session.load()).isNew
    })
    expect(seen).toBe(true)
    expect(here.told).toEqual(['rejected corrupt'])
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('bytes that are no session at all', async () => {
    const backend = cookieBackend({ secrets: newer })
    const here = world({ backend })
    const codec = backend.codec({ namespace: 'default', cookieName: '__Host-sid' })
    for (const bytes of [new Uint8Array(), new Uint8Array(40), new Uint8Array(100).fill(255)]) {
      expect((await here.load(await codec.seal(bytes))).isNew).toBe(true)
    }
    expect(here.told).toEqual(Array.from({ length: 3 }, () => 'rejected corrupt'))
  })

  it('a session with such a key is refused at the save, with its name', async () => {
    const here = world()
    const session = await here.load(null)
    session.set('a', JSON.parse('{"__proto__":1}'))
    await expect(session.save()).rejects.toMatchObject({ code: 'SESSION_DATA', path: '__proto__' })
  })
})

/** The id that a secret without one gets. */
function idOf(secret: string): string {
  const { target = '' } = cookieBackend({ secrets: secret })
  return target.split(':')[3]?.split('/')[0] ?? ''
}
