import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'
import type { Sealing } from './sealing.ts'

const nonceLength = 12
const tagLength = 16

/** AES-256-GCM and JSON and nothing else: one key for all, no key ids, no binding, no ends. */
export function bareSealing(data: unknown, key: KeyObject | Buffer): Sealing {
  const seal = (): string => {
    const nonce = randomBytes(nonceLength)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const sealed = cipher.update(JSON.stringify(data), 'utf8')
    cipher.final()
    return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')
  }
  const token = seal()
  return {
    token,
    seal,
    open: () => {
      const bytes = Buffer.from(token, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      })
      decipher.setAuthTag(bytes.subarray(-tagLength))
      const plain = decipher.update(bytes.subarray(nonceLength, -tagLength), undefined, 'utf8')
      return JSON.parse(plain + decipher.final('utf8'))
    },
  }
}
