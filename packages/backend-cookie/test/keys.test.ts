import { createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { generateSecret, type Secret } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { cookieBackend } from '../src/index.ts'
import { newer, older, request, world } from './support.ts'

const keyIdOf = (token: string): string => token.split('.')[0] ?? ''

describe('R100 the key ring', () => {
  it('rotates without signing anyone out, and the next write reseals under the newest', async () => {
    const before = world({ secrets: older })
    const token = await before.tokenOf({ a: 1 }, 'ada')
    const during = world({ secrets: [newer, older] })
    const session = await during.load(token)
    expect(session.userId).toBe('ada')
    session.set('a', 2)
    await session.save()
    expect(keyIdOf(String(session.sessionKey))).not.toBe(keyIdOf(token))
    const after = world({ secrets: newer })
    expect((await after.load(session.sessionKey)).userId).toBe('ada')
    expect((await after.load(token)).isNew).toBe(true)
  })

  it('a slide reseals under the newest too', async () => {
    const sessions = { lifetime: { idle: '1h' } } as const
    const token = await world({ secrets: older, sessions }).tokenOf({ a: 1 })
    const here = world({ secrets: [newer, older], sessions })
    here.pass(180)
    const { setCookies } = await request(here, `__Host-sid=${token}`, (session) => session.load())
    expect(setCookies[0]).toMatch(/^__Host-sid=/)
    expect(setCookies[0]).not.toContain(`=${keyIdOf(token)}.`)
  })

  it('a retired secret opens nothing from its day on', async () => {
    const token = await world({ secrets: { id: 'k1', secret: older } }).tokenOf({ a: 1 })
    const retireAt = new Date(world().now() + 3600_000)
    const here = world({
      secrets: [
        { id: 'k2', secret: newer },
        { id: 'k1', secret: older, retireAt },
      ],
    })
    here.pass(3599)
    expect((await here.load(token)).isNew).toBe(false)
    here.pass(1)
    expect((await here.load(token)).isNew).toBe(true)
    expect(here.told).toEqual(['rejected unknown'])
  })

  it('the newest, which seals, cannot retire', () => {
    const retireAt = new Date(0)
    expect(() => cookieBackend({ secrets: { id: 'k1', secret: newer, retireAt } })).toThrow(
      /newest secret seals/,
    )
  })

  it('ids are looked up, never guessed at: one with the name of a method is unknown', async () => {
    const here = world({ secrets: { id: 'constructor', secret: newer } })
    expect((await here.load(await here.tokenOf({ a: 1 }))).isNew).toBe(false)
    expect((await world().load(await here.tokenOf({ a: 1 }))).isNew).toBe(true)
  })
})

describe('R99 secrets', () => {
  it('a generated one is good', () => {
    for (let i = 0; i < 1000; i++) {
      expect(() => cookieBackend({ secrets: generateSecret() })).not.toThrow()
    }
    for (const secret of [
      '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      'n5oJ0gq8sYx3Q1b+Vtq1uW7kz0l4Jm2fR9pHcD6eS/A=',
    ]) {
      expect(() => cookieBackend({ secrets: secret })).not.toThrow()
    }
  })

  const bad: [string, unknown][] = [
    ['none', []],
    ['missing, as from an unset variable', undefined],
    ['empty', ''],
    ['a number', 12345678901234567890n],
    ['31 bytes', newer.slice(0, 31)],
    ['16 bytes of hex', '9f86d081884c7d659a2feaa0c55ad015'],
    ['one character', 'a'.repeat(64)],
    ['a short part again and again', 'k3Xq9'.repeat(10)],
    ['a part and a half', 'abcdefghijklmnopqrstuvwxyzabcdefghijklm'],
    ['the alphabet', 'abcdefghijklmnopqrstuvwxyz0123456789'],
    ['of iron-session’s README', 'complex_password_at_least_32_characters_long'],
    ['of Django’s startproject', 'django-insecure-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'],
    ['of many tutorials', 'keyboard cat keyboard cat and then some more of it'],
    ['replace me', 'please-replace-me-by-something-at-last-1A2b3C'],
    ['your secret', 'thisisyoursecretkeyreplaceitbysomething4Zq'],
    ['development', 'development-9f86d081884c7d659a2feaa0c55ad015'],
    [
      'two of one id',
      [
        { id: 'a', secret: newer },
        { id: 'a', secret: older },
      ],
    ],
    ['two that are one', [newer, newer]],
    ['an older one that is weak', [newer, 'b'.repeat(40)]],
    ['a bad id', { id: 'a.b', secret: newer }],
    ['a bad date', [newer, { id: 'a', secret: older, retireAt: new Date('x') }]],
  ]
  it.each(bad)('refused while building: %s', (_, secrets) => {
    expect(() => cookieBackend({ secrets: secrets as Secret })).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    )
  })

  it('never appear in an error', () => {
    for (const weak of ['hunter2', 'b'.repeat(40), 'password'.repeat(9)]) {
      try {
        cookieBackend({ secrets: weak })
      } catch (error) {
        expect(String(error)).not.toContain(weak)
      }
    }
    expect(JSON.stringify(cookieBackend({ secrets: newer }))).not.toContain(newer)
  })
})

describe('options', () => {
  const bad: [string, object | undefined][] = [
    ['none at all', undefined],
    ['an unknown one', { secrets: newer, encrypt: true }],
    ['another mode', { secrets: newer, mode: 'plain' }],
    ['no cookies', { secrets: newer, chunks: 0 }],
    ['five cookies', { secrets: newer, chunks: 5 }],
    ['a list that is no backend', { secrets: newer, revocation: {} }],
    ['a list in a cookie', { secrets: newer, revocation: cookieBackend({ secrets: newer }) }],
  ]
  it.each(bad)('%s: ConfigurationError', (_, options) => {
    expect(() => Reflect.apply(cookieBackend, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    )
  })

  it('equal settings have one target, others another', () => {
    const target = (options: Parameters<typeof cookieBackend>[0]): string | undefined =>
      cookieBackend(options).target
    expect(target({ secrets: newer })).toBe(target({ secrets: [newer] }))
    const all = [
      target({ secrets: newer }),
      target({ secrets: older }),
      target({ secrets: [newer, older] }),
      target({ secrets: { id: 'a', secret: newer } }),
      target({ secrets: { id: 'a', secret: older } }),
      target({ secrets: newer, mode: 'signed' }),
      target({ secrets: newer, chunks: 2 }),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(String(all)).not.toContain(newer)
  })
})

describe('what a token is made of, by other means', () => {
  const bound = (mode: string, id: string): string =>
    JSON.stringify(['sojourn', 1, 'default', '__Host-sid', 'session', mode, id])

  it('R97 R101 sealed: AES-256-GCM under HKDF-SHA-256 of the secret over 32 bytes of salt', async () => {
    const here = world()
    const [id = '', body = ''] = (await here.tokenOf({ word: 'cinnamon' })).split('.')
    const bytes = Buffer.from(body, 'base64url')
    expect(bytes[0]).toBe(1)
    const salt = bytes.subarray(1, 33)
    const derived = Buffer.from(hkdfSync('sha256', newer, salt, 'sojourn/cookie/v1/sealed', 44))
    const decipher = createDecipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32))
    decipher.setAAD(Buffer.from(bound('sealed', id)))
    decipher.setAuthTag(bytes.subarray(-16))
    const plain = Buffer.concat([decipher.update(bytes.subarray(33, -16)), decipher.final()])
    expect(plain.toString('latin1')).toContain('{"word":"cinnamon"}')
  })

  it('R101 signed: HMAC-SHA-256 under a key of its own', async () => {
    const here = world({ mode: 'signed' })
    const [id = '', body = ''] = (await here.tokenOf({ word: 'cinnamon' })).split('.')
    const bytes = Buffer.from(body, 'base64url')
    const salt = Buffer.alloc(32)
    const key = Buffer.from(hkdfSync('sha256', newer, salt, 'sojourn/cookie/v1/signed', 32))
    const context = Buffer.from(bound('signed', id))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(context.length)
    const mac = createHmac('sha256', key)
      .update(length)
      .update(context)
      .update(bytes.subarray(1, -32))
      .digest()
    expect(bytes.subarray(-32).equals(mac)).toBe(true)
  })
})

it('R102 nothing in the way of a request derives slowly, packs or unpacks', () => {
  const slow =
    /\b(?:pbkdf2|scrypt|argon2|bcrypt|zlib|gzip|deflate|inflate|brotli|CompressionStream)/i
  const folders = [
    '../src/',
    '../../core/src/crypto/',
    '../../core/src/record/',
    '../../core/src/http/',
  ]
  const files = folders.flatMap((folder) => {
    const url = new URL(folder, import.meta.url)
    return readdirSync(url).map((name) => new URL(name, url))
  })
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) expect(readFileSync(file, 'utf8'), file.pathname).not.toMatch(slow)
})

it('R104 printing the backend shows no secret', () => {
  const backend = cookieBackend({ secrets: { id: 'k1', secret: newer } })
  const shown = inspect(
    { backend, codec: backend.codec({ namespace: 'a', cookieName: 'b' }) },
    { depth: 9, showHidden: true },
  )
  expect(shown).toContain('cookie:sealed')
  expect(shown).not.toContain(newer)
  expect(shown).not.toContain(Buffer.from(newer).toString('hex'))
})
