import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { equalHashes, secretHasher } from '../src/tokens/secret-hash.ts'
import { parseToken } from '../src/tokens/token.ts'
import { codeOf, setup } from './support/setup.ts'

afterEach(() => vi.restoreAllMocks())

describe('R1, R3 a token is 16 and 32 random bytes, and nothing else', () => {
  it('is both in base64url with a dot between them, and never twice the same', async () => {
    const { stored } = setup()
    const tokens = new Set<string>()
    for (let i = 0; i < 500; i++) {
      const { sessionKey, id } = await stored()
      expect(sessionKey).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/)
      expect(sessionKey?.slice(0, 22)).toBe(id)
      tokens.add(sessionKey ?? '')
    }
    expect(tokens.size).toBe(500)
  })

  it('whoever signs in, and whenever: every bit is as often set as not, and tells nothing of the next', async () => {
    const { sessions, pass } = setup()
    const total = 2000
    const ones = new Float64Array(8 * (16 + 32))
    const repeats = new Float64Array(ones.length)
    let before: Buffer | null = null
    for (let i = 0; i < total; i++) {
      pass(1)
      const session = sessions.open()
      await session.authenticate('ada')
      const [id = '', secret = ''] = (await session.load()).sessionKey?.split('.') ?? []
      const bytes = Buffer.concat([Buffer.from(id, 'base64url'), Buffer.from(secret, 'base64url')])
      for (let bit = 0; bit < ones.length; bit++) {
        const value = bitOf(bytes, bit)
        ones[bit] = (ones[bit] ?? 0) + value
        if (before && bitOf(before, bit) === value) repeats[bit] = (repeats[bit] ?? 0) + 1
      }
      before = bytes
    }
    // Nine standard deviations either way: a time, a host, a user or a counter is far outside.
    for (const share of [...ones, ...repeats].map((count) => count / total)) {
      expect(Math.abs(share - 0.5)).toBeLessThan(0.1)
    }
  })

  it('no other source of randomness in the code', () => {
    const folder = new URL('../src', import.meta.url)
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const code = files
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8'))
      .join('\n')
    expect(code).toContain('getRandomValues')
    expect(code).not.toMatch(/Math\.random|randomUUID|uuid|process\.pid|hrtime/i)
  })

  it('R2 without the random source nothing is made, and nothing stored', async () => {
    const { sessions, backend } = setup()
    const session = await sessions.open().load()
    session.set('a', 1)
    vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation(() => {
      throw new Error('no entropy')
    })
    // The pool may hold bytes from before: drain it.
    const outcomes: string[] = []
    for (let i = 0; i < 200; i++) {
      const other = await sessions.open().load()
      other.set('a', 1)
      outcomes.push(
        await other.save().then(
          () => 'saved',
          (error: Error) => error.message,
        ),
      )
    }
    expect(outcomes.at(-1)).toBe('no entropy')
    const stored = backend.records.size
    vi.restoreAllMocks()
    vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((array) => array)
    await expect(session.save()).rejects.toThrow(/gave no bytes/)
    expect(backend.records.size).toBe(stored)
    vi.restoreAllMocks()
    await session.save()
  })
})

function bitOf(bytes: Buffer, bit: number): number {
  return ((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1
}

describe('R4 a token is judged by shape and canonical spelling before anything else', () => {
  it('accepts exactly what encoding random bytes gives', () => {
    const bytes = (n: number): fc.Arbitrary<string> =>
      fc.uint8Array({ minLength: n, maxLength: n }).map((b) => Buffer.from(b).toString('base64url'))
    fc.assert(
      fc.property(bytes(16), bytes(32), (id, secret) => {
        expect(parseToken(`${id}.${secret}`)).toEqual({ id, secret })
      }),
    )
  })

  it('refuses every other spelling of the same bytes, and everything else', () => {
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    for (const end of alphabet) {
      const token = `${'A'.repeat(21)}${end}.${'A'.repeat(43)}`
      const id = token.slice(0, 22)
      const canonical = Buffer.from(id, 'base64url').toString('base64url') === id
      expect(parseToken(token) !== null).toBe(canonical)
      const other = `${'A'.repeat(22)}.${'A'.repeat(42)}${end}`
      const secret = other.slice(23)
      expect(parseToken(other) !== null).toBe(
        Buffer.from(secret, 'base64url').toString('base64url') === secret,
      )
    }
    fc.assert(fc.property(fc.string(), (text) => parseToken(text) === null))
  })

  it('a malformed token costs no call, an unknown one costs one', async () => {
    const { load, backend, events } = setup()
    const session = await load('not a token')
    expect(session.isNew).toBe(true)
    expect(backend.calls).toEqual([])
    await load(`${'A'.repeat(22)}.${'A'.repeat(43)}`)
    expect(backend.calls).toEqual(['read'])
    expect(events.map(({ event }) => event)).toEqual([
      { id: null, reason: 'malformed' },
      { id: 'A'.repeat(22), reason: 'unknown' },
    ])
  })
})

describe('R5, R6 the store holds nothing that signs anyone in', () => {
  it('no record holds the secret, and its hash is no secret', async () => {
    const { stored, backend, load } = setup()
    const { sessionKey, id } = await stored()
    const secret = sessionKey?.slice(23) ?? ''
    const [record] = backend.records.values()
    expect(JSON.stringify(record)).not.toContain(secret)
    const hash = /^1([\w-]{43})\t/.exec(record?.payload ?? '')?.[1] ?? ''
    expect(hash).toHaveLength(43)
    expect((await load(`${id}.${hash}`)).isNew).toBe(true)
  })

  it('the hash is SHA-256 over a label, the namespace and the secret', () => {
    const expected = createHash('sha256')
      .update('sojourn/secret/v1\x004\0shop\0s3cret')
      .digest('base64url')
    expect(secretHasher('shop')('s3cret')).toBe(expected)
    expect(secretHasher('other')('s3cret')).not.toBe(expected)
  })

  it('WebCrypto gives the same bytes where there is no Node', async () => {
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined as never)
    const web = secretHasher('shop')
    vi.restoreAllMocks()
    expect(await web('s3cret')).toBe(secretHasher('shop')('s3cret'))
  })

  it('a token of another namespace opens nothing, on the same store', async () => {
    const one = setup({ namespace: 'one' })
    const { sessionKey } = await one.stored()
    const two = setup({ namespace: 'two', backend: one.backend })
    expect((await two.load(sessionKey)).isNew).toBe(true)
    expect((await one.load(sessionKey)).isNew).toBe(false)
  })

  it('R8 hashes of different lengths are unequal, without a throw', () => {
    expect(equalHashes('a', 'ab')).toBe(false)
    expect(equalHashes('', '')).toBe(true)
    expect(equalHashes('abc', 'abd')).toBe(false)
  })
})

describe('R12, R44 an unknown, forged or old token is never adopted and harms nothing', () => {
  it('a write under it makes a fresh session', async () => {
    const { load, backend } = setup()
    const forged = `${'A'.repeat(22)}.${'A'.repeat(43)}`
    const session = await load(forged)
    session.set('a', 1)
    await session.save()
    expect(session.sessionKey).not.toBe(forged)
    expect(backend.records.has('A'.repeat(22))).toBe(false)
  })

  it('a right id with a wrong secret is like an unknown id, and changes nothing', async () => {
    const { stored, load, backend, events } = setup()
    const victim = await stored({ a: 1 })
    const before = structuredClone(backend.records.get(victim.id ?? ''))
    const attacker = await load(`${victim.id}.${'A'.repeat(43)}`)
    expect(attacker.toObject()).toEqual({})
    expect(attacker.userId).toBeNull()
    attacker.set('a', 666)
    await attacker.save()
    await attacker.signOut()
    await (await load(`${victim.id}.${'E'.repeat(43)}`)).destroy()
    expect(backend.records.get(victim.id ?? '')).toEqual(before)
    expect(events.at(-1)?.event).toEqual({ id: victim.id, reason: 'unknown' })
    expect((await load(victim.sessionKey)).get('a')).toBe(1)
  })
})

describe('R7 a record that is not the one asked for', () => {
  it('is unavailable and told, and never used', async () => {
    const { stored, load, backend, events } = setup()
    const mine = await stored({ a: 1 })
    const other = await stored({ a: 2 })
    const read = backend.read.bind(backend)
    backend.read = (_, call) => read(other.id ?? '', call)
    expect(await codeOf(load(mine.sessionKey))).toBe('SESSION_UNAVAILABLE')
    expect(events.at(-1)).toEqual({
      name: 'rejected',
      event: { id: mine.id, reason: 'mismatched' },
    })
  })
})

describe('R48, R61, R63 a record that cannot be read', () => {
  const broken = ['', '2{}\n{}', '1', '1{}\n{}', '1nope\n{}', 'x', '{"a":1}']
  it.each(broken)('%j: anonymous, told, kept, never overwritten', async (payload) => {
    const { stored, load, backend, events } = setup()
    const { sessionKey, id } = await stored()
    const record = { ...backend.records.get(id ?? ''), payload } as never
    backend.records.set(id ?? '', record)
    const session = await load(sessionKey)
    expect(session.isNew).toBe(true)
    expect(events.at(-1)).toEqual({ name: 'rejected', event: { id, reason: 'corrupt' } })
    session.set('a', 2)
    await session.save()
    expect(session.id).not.toBe(id)
    expect(backend.records.get(id ?? '')).toBe(record)
  })

  it('a sound record of the next version: the same', async () => {
    const { stored, load, backend } = setup()
    const { sessionKey, id } = await stored()
    const record = backend.records.get(id ?? '')
    const next = { ...record, payload: `2${record?.payload.slice(1)}` } as never
    backend.records.set(id ?? '', next)
    const session = await load(sessionKey)
    session.set('a', 2)
    await session.save()
    expect(session.id).not.toBe(id)
    expect(backend.records.get(id ?? '')).toBe(next)
  })

  const roots = ['[]', '"x"', '1', 'null', '{"a":', '{"__proto__":']
  it.each(roots)('data %s: the same', async (data) => {
    const { stored, load, backend } = setup()
    const { sessionKey, id } = await stored()
    const record = backend.records.get(id ?? '')
    const payload = `${record?.payload.split('\n')[0]}\n${data}`
    backend.records.set(id ?? '', { ...record, payload } as never)
    expect((await load(sessionKey)).isNew).toBe(true)
  })

  it('R65 above the limits: not parsed', async () => {
    const { stored, load, backend } = setup()
    const { sessionKey, id } = await stored()
    const record = backend.records.get(id ?? '')
    const meta = record?.payload.split('\n')[0]
    const inflate = async (data: string): Promise<boolean> => {
      backend.records.set(id ?? '', { ...record, payload: `${meta}\n${data}` } as never)
      return (await load(sessionKey)).isNew
    }
    expect(await inflate(`{"b":"${'x'.repeat(17_000)}"}`)).toBe(true)
    expect(await inflate(`{"b":${'['.repeat(40)}${']'.repeat(40)}}`)).toBe(true)
    expect(await inflate(`{"${'k'.repeat(257)}":1}`)).toBe(true)
    expect(await inflate(`{"b":${'{"b":'.repeat(33)}1${'}'.repeat(34)}`)).toBe(true)
    expect(await inflate(`{"b":${'{"b":'.repeat(32)}1${'}'.repeat(33)}`)).toBe(false)
    expect(await inflate(`{"b":[${'[],'.repeat(40)}1],"a":"${'[{'.repeat(40)}"}`)).toBe(false)
    expect(await inflate('{"b":"fine"}')).toBe(false)
  })
})
