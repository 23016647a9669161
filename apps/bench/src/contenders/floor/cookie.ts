import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import type { FloorSessions } from './floor-sessions.ts'

/** AES-256-GCM under one fixed key, with a random nonce: the session is its key. */
export function cookieFloor(): FloorSessions {
  const secret = createSecretKey(randomBytes(32))
  return {
    read(key) {
      const sealed = Buffer.from(key, 'base64url')
      const open = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12))
      open.setAuthTag(sealed.subarray(12, 28))
      return open.update(sealed.subarray(28), undefined, 'utf8') + open.final('utf8')
    },
    write(_, text) {
      const nonce = randomBytes(12)
      const seal = createCipheriv('aes-256-gcm', secret, nonce)
      const body = [seal.update(text, 'utf8'), seal.final()]
      return Buffer.concat([nonce, seal.getAuthTag(), ...body]).toString('base64url')
    },
    delete: () => {},
    close: async () => {},
  }
}
