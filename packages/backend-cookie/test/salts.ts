import { expect } from 'vitest'
import { cookieBackend } from '../src/index.ts'
import { newer } from './support.ts'

/** Seals one and the same bytes again and again: the salts, and so the keys and nonces, all differ. */
export async function sealMany(count: number): Promise<void> {
  const codec = cookieBackend({ secrets: newer }).codec({ namespace: 'a', cookieName: 'b' })
  const plain = new Uint8Array(16)
  // Of each salt its first 12 bytes: what repeats as a whole repeats there.
  const salts = new Set<string>()
  for (let i = 0; i < count; i++) {
    const token = await codec.seal(plain)
    const salt = Buffer.from(token.slice(token.indexOf('.') + 1), 'base64url').subarray(1, 33)
    salts.add(salt.toString('latin1', 0, 12))
  }
  expect(salts.size).toBe(count)
}
