import { createSecretKey, randomBytes } from 'node:crypto'
import { cookieBackend } from '@sojourn/backend-cookie'
import { createSessions, generateSecret, type TokenBackend } from '@sojourn/core'
import { sealData, unsealData } from 'iron-session'
import type { SampleData } from '../sample-data.ts'
import { bareSealing } from './bare.ts'
import type { SealingId } from './titles.ts'

/** One way to seal the data of a session, and to open it. */
export interface Sealing {
  readonly token: string
  readonly seal: () => unknown
  readonly open: () => unknown
}

/** Every way, with the same data. Each begins with the data and ends with the data: JSON is part of it. */
export async function sealingsOf(data: SampleData): Promise<Record<SealingId, Sealing>> {
  const key = randomBytes(32)
  const secrets = generateSecret()
  const sealed = cookieBackend({ secrets })
  return {
    iron: await ironSealing(data, secrets),
    sojourn: await codecSealing(data, sealed),
    bare: bareSealing(data, createSecretKey(key)),
    bareBytes: bareSealing(data, key),
    signed: await codecSealing(data, cookieBackend({ secrets, mode: 'signed' })),
    whole: await wholeSealing(data, sealed),
  }
}

async function ironSealing(data: SampleData, password: string): Promise<Sealing> {
  const token = await sealData(data, { password })
  return {
    token,
    seal: () => sealData(data, { password }),
    open: () => unsealData(token, { password }),
  }
}

/** Sealing alone, of all that a token holds: the id, the ends and so on are bytes before the data. */
async function codecSealing(data: SampleData, backend: TokenBackend): Promise<Sealing> {
  const codec = backend.codec({ namespace: 'default', cookieName: '__Host-sid' })
  const { token } = await wholeSealing(data, backend)
  const plain = await codec.open(token, Date.now())
  const dataLength = Buffer.byteLength(JSON.stringify(data))
  const before = plain?.subarray(0, plain.length - dataLength) ?? new Uint8Array()
  const encoder = new TextEncoder()
  const decoder = new TextDecoder()
  const dataOf = (bytes: Uint8Array | null): unknown =>
    JSON.parse(decoder.decode(bytes?.subarray(before.length)))
  return {
    token,
    seal: () => {
      const text = encoder.encode(JSON.stringify(data))
      const bytes = new Uint8Array(before.length + text.length)
      bytes.set(before)
      bytes.set(text, before.length)
      return codec.seal(bytes)
    },
    open: () => {
      const bytes = codec.open(token, 0)
      return bytes instanceof Promise ? bytes.then(dataOf) : dataOf(bytes)
    },
  }
}

async function wholeSealing(data: SampleData, backend: TokenBackend): Promise<Sealing> {
  const sessions = createSessions<SampleData>({ backend, name: false })
  const seal = async (): Promise<string> => {
    const session = await sessions.open().load()
    session.update(data)
    await session.create()
    return String(session.sessionKey)
  }
  const token = await seal()
  return { token, seal, open: async () => (await sessions.open(token).load()).get('name') }
}
