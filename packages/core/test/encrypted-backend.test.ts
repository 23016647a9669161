import { memoryBackend } from '@sojourn/backend-memory'
import {
  createSessions,
  encryptedBackend,
  generateSecret,
  type Secret,
  type SessionRecord,
} from '@sojourn/core'
import { describeBackend } from '@sojourn/testkit'
import { describe, expect, it } from 'vitest'
import { aead, webAead } from '../src/crypto/aead.ts'
import { keyRing } from '../src/crypto/key-ring.ts'
import { sealer } from '../src/crypto/sealed-text.ts'
import { MapBackend } from './support/map-backend.ts'

describeBackend('memory, encrypted at rest', () => ({
  backend: encryptedBackend(memoryBackend(), { secrets: generateSecret() }),
}))

const newer = generateSecret()
const older = generateSecret()

function sessionsOn(backend: MapBackend, secrets: Secret | Secret[], time = Date.now()) {
  const encrypted = encryptedBackend(backend, { secrets, namespace: 'shop' })
  return createSessions<{ a: number }>({ backend: encrypted, name: false, clock: () => time })
}

async function stored(
  backend: MapBackend,
  secrets: Secret | Secret[],
): Promise<{ token: string; record: SessionRecord }> {
  const session = await sessionsOn(backend, secrets).open().load()
  session.set('a', 1)
  await session.authenticate('ada', { keep: ['a'] })
  const record = backend.records.get(session.id ?? '')
  if (!record) throw new Error('Nothing was stored.')
  return { token: session.sessionKey ?? '', record }
}

async function userOf(
  backend: MapBackend,
  secrets: Secret | Secret[],
  token: string,
  time?: number,
): Promise<string | null> {
  return (await sessionsOn(backend, secrets, time).open(token).load()).userId
}

describe('R67 encryption at rest', () => {
  it('the store holds no data and no hash in the clear', async () => {
    const { record } = await stored(new MapBackend(), newer)
    expect(record.payload).toMatch(/^[\w-]+\.[\w-]+$/)
    expect(record.payload).not.toContain('"a"')
  })

  it('a payload belongs to its id, its owner and its namespace, and can be moved to no other', async () => {
    const backend = new MapBackend()
    const mine = await stored(backend, newer)
    const other = await stored(backend, newer)
    backend.records.set(mine.record.id, { ...mine.record, payload: other.record.payload })
    expect(await userOf(backend, newer, mine.token)).toBeNull()
    backend.records.set(mine.record.id, { ...mine.record, owner: 'admin' })
    expect(await userOf(backend, newer, mine.token)).toBeNull()
    backend.records.set(mine.record.id, mine.record)
    expect(await userOf(backend, newer, mine.token)).toBe('ada')
    const elsewhere = encryptedBackend(backend, { secrets: newer, namespace: 'other' })
    const sessions = createSessions({ backend: elsewhere, name: false })
    expect((await sessions.open(mine.token).load()).userId).toBeNull()
  })

  it('any changed character is a corrupt record: nobody, told, and kept', async () => {
    const backend = new MapBackend()
    const { token, record } = await stored(backend, newer)
    const sessions = sessionsOn(backend, newer)
    const reasons: unknown[] = []
    sessions.on('rejected', ({ reason }) => reasons.push(reason))
    for (let i = 0; i < record.payload.length; i += 7) {
      const flipped = record.payload[i] === 'A' ? 'B' : 'A'
      const payload = record.payload.slice(0, i) + flipped + record.payload.slice(i + 1)
      backend.records.set(record.id, { ...record, payload })
      expect((await sessions.open(token).load()).userId).toBeNull()
    }
    expect(new Set(reasons)).toEqual(new Set(['corrupt']))
    expect(backend.records.size).toBe(1)
  })

  it('R100 keys rotate without ending a session, and retire on their day', async () => {
    const backend = new MapBackend()
    const { token } = await stored(backend, older)
    expect(await userOf(backend, newer, token)).toBeNull()
    expect(await userOf(backend, [newer, older], token)).toBe('ada')
    const retiring = {
      id: keyRing(older).newest.id,
      secret: older,
      retireAt: new Date(Date.now() + 1000),
    }
    expect(await userOf(backend, [newer, retiring], token)).toBe('ada')
    expect(await userOf(backend, [newer, retiring], token, Date.now() + 2000)).toBeNull()
    // The next write seals under the newest.
    const session = await sessionsOn(backend, [newer, older]).open(token).load()
    session.set('a', 2)
    await session.save()
    expect(await userOf(backend, newer, token)).toBe('ada')
  })

  it('R97 no two messages share a salt', async () => {
    const { seal } = sealer(keyRing(newer), 'test')
    const salts = new Set<string>()
    for (let i = 0; i < 10_000; i++) salts.add((await seal('x', 'y')).slice(6, 48))
    expect(salts.size).toBe(10_000)
  })

  it('R98 WebCrypto and Node give the same bytes, and open each other’s', async () => {
    const message = {
      master: new Uint8Array(32).fill(1),
      salt: new Uint8Array(32).fill(2),
      purpose: new TextEncoder().encode('purpose'),
      bound: new TextEncoder().encode('bound'),
    }
    const plain = new TextEncoder().encode('plain')
    const byNode = await aead().seal(message, plain)
    const byWeb = await webAead.seal(message, plain)
    expect(Buffer.from(byWeb).toString('hex')).toBe(Buffer.from(byNode).toString('hex'))
    expect(Buffer.from(byWeb).toString('base64url')).toBe(golden)
    expect(Buffer.from((await webAead.open(message, byNode)) ?? []).toString()).toBe('plain')
    expect(Buffer.from((await aead().open(message, byWeb)) ?? []).toString()).toBe('plain')
    expect(
      await webAead.open(
        message,
        byNode.map((byte) => byte ^ 1),
      ),
    ).toBeNull()
    expect(await aead().open(message, new Uint8Array(3))).toBeNull()
  })
})

/** Sealed by version 1: what is stored must stay readable. */
const golden = 'sjEXAXYAgQRMD7SBcxlFumMMFf7L'

describe('R99 weak secrets are refused while building', () => {
  const bad: [string, unknown][] = [
    ['none', []],
    ['missing', undefined],
    ['empty', ''],
    ['short', 'abcdefghijklmnopqrstuvwxyz01234'],
    ['one character', 'a'.repeat(64)],
    ['the sample of a README', 'complex_password_at_least_32_characters_long'],
    ['change me', 'please-change-me-please-change-me-now'],
    [
      'two of one id',
      [
        { id: 'a', secret: newer },
        { id: 'a', secret: older },
      ],
    ],
    ['a bad id', { id: 'a.b', secret: newer }],
    ['a bad date', { id: 'a', secret: newer, retireAt: new Date('x') }],
  ]
  it.each(bad)('%s', (_, secrets) => {
    const build = (): unknown => encryptedBackend(new MapBackend(), { secrets: secrets as never })
    expect(build).toThrow(expect.objectContaining({ code: 'CONFIGURATION' }))
  })

  it('and a backend has to be given', () => {
    expect(() => encryptedBackend({} as never, { secrets: newer })).toThrow(/wraps a backend/)
  })
})
