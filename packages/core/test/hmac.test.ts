import * as node from 'node:crypto'
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Hmac } from '../src/crypto/hmac.ts'
import { equalBytes, macKey, webMacKey } from '../src/crypto/mac.ts'

const lengths = [0, 1, 31, 32, 33, 63, 64, 65, 200, 1000, 5000]

describe('R98 HMAC and HKDF from one-shot hashes', () => {
  it('give the bytes of createHmac, for keys and messages of every length', () => {
    const hmac = new Hmac(node)
    for (const keyLength of lengths) {
      for (const length of lengths) {
        const [key, message] = [randomBytes(keyLength), randomBytes(length)]
        const wanted = createHmac('sha256', key).update(message).digest('hex')
        expect(hmac.mac(key, message).toString('hex'), `${keyLength}, ${length}`).toBe(wanted)
      }
    }
  })

  it('give the bytes of hkdfSync, for every length', () => {
    const hmac = new Hmac(node)
    for (const length of [1, 31, 32, 33, 44, 64, 65, 255, 1024]) {
      for (const info of [0, 10, 900].map((bytes) => randomBytes(bytes))) {
        const [master, salt] = [randomBytes(43), randomBytes(32)]
        const wanted = Buffer.from(hkdfSync('sha256', master, salt, info, length)).toString('hex')
        expect(hmac.derive(master, salt, info, length).toString('hex')).toBe(wanted)
      }
    }
  })

  it('RFC 5869, test case 1', () => {
    const derived = new Hmac(node).derive(
      Buffer.alloc(22, 0x0b),
      Buffer.from('000102030405060708090a0b0c', 'hex'),
      Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'),
      42,
    )
    expect(derived.toString('hex')).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    )
  })

  it('earlier results stay as they were', () => {
    const hmac = new Hmac(node)
    const first = hmac.derive(randomBytes(43), randomBytes(32), randomBytes(8), 44)
    const before = first.toString('hex')
    for (let i = 0; i < 100; i++) hmac.derive(randomBytes(43), randomBytes(32), randomBytes(8), 44)
    expect(first.toString('hex')).toBe(before)
  })
})

it('R98 a MAC key has the same bytes on Node and on WebCrypto', async () => {
  const purpose = new TextEncoder().encode('purpose')
  const [master, message] = [randomBytes(43), randomBytes(300)]
  const one = await macKey(master, purpose).sign(message)
  const other = await webMacKey(master, purpose).sign(message)
  expect(equalBytes(one, other)).toBe(true)
  expect(one).toHaveLength(32)
})

it('R8 comparison: equal, different anywhere, of different lengths', () => {
  const bytes = randomBytes(32)
  expect(equalBytes(bytes, Buffer.from(bytes))).toBe(true)
  expect(equalBytes(bytes, bytes.subarray(1))).toBe(false)
  for (let at = 0; at < 32; at++) {
    const other = Buffer.from(bytes)
    other[at] = (other[at] ?? 0) ^ 0x80
    expect(equalBytes(bytes, other)).toBe(false)
  }
})
