import { Hmac } from './hmac.ts'

/** Authenticated encryption of one message under a key of its own. */
export interface Aead {
  /** Ciphertext and tag. */
  seal(message: Message, plain: Uint8Array): Uint8Array | Promise<Uint8Array>
  /** The plain bytes, or `null` if anything about the message is not as it was sealed. */
  open(message: Message, sealed: Uint8Array): Uint8Array | null | Promise<Uint8Array | null>
}

/** What a message's key is derived from, and what it is bound to. */
export interface Message {
  /** The key's secret bytes. */
  readonly master: Uint8Array
  /** 32 random bytes, new for every message: no nonce under a long-lived key can repeat (R97). */
  readonly salt: Uint8Array
  /** What the key is for: keys for different purposes have nothing in common (R101). */
  readonly purpose: Uint8Array
  /** Authenticated beside the message, and not part of it. */
  readonly bound: Uint8Array
}

const keyLength = 32
const nonceLength = 12
const tagLength = 16

/**
 * AES-256-GCM with key and nonce from HKDF-SHA-256 (RFC 5869) over a random salt. The same bytes from
 * Node's crypto, where it answers at once, and from WebCrypto.
 */
export function aead(): Aead {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  return node ? nodeAead(node) : webAead
}

type KeyObject = import('node:crypto').KeyObject

function nodeAead(node: typeof import('node:crypto')): Aead {
  const hmac = new Hmac(node)
  const derive = ({ master, salt, purpose }: Message): { key: KeyObject; nonce: Uint8Array } => {
    const { key, nonce } = split(hmac.derive(master, salt, purpose, keyLength + nonceLength))
    // From bytes, Node takes six times as long to make a cipher.
    return { key: node.createSecretKey(key), nonce }
  }
  return {
    seal(message, plain) {
      const { key, nonce } = derive(message)
      const cipher = node.createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(message.bound)
      const sealed = cipher.update(plain)
      // Of GCM nothing is left for the end.
      cipher.final()
      return Buffer.concat([sealed, cipher.getAuthTag()])
    },
    open(message, sealed) {
      if (sealed.length < tagLength) return null
      const { key, nonce } = derive(message)
      const decipher = node.createDecipheriv('aes-256-gcm', key, nonce, {
        authTagLength: tagLength,
      })
      decipher.setAAD(message.bound)
      decipher.setAuthTag(sealed.subarray(-tagLength))
      const plain = decipher.update(sealed.subarray(0, -tagLength))
      try {
        // Nothing of it is used before the tag was found right.
        decipher.final()
        return plain
      } catch {
        return null
      }
    },
  }
}

/** AES-256-GCM of WebCrypto, for where there is no `node:crypto`. */
export const webAead: Aead = {
  async seal(message, plain) {
    const { key, algorithm } = await webKey(message)
    return new Uint8Array(await crypto.subtle.encrypt(algorithm, key, own(plain)))
  },
  async open(message, sealed) {
    if (sealed.length < tagLength) return null
    const { key, algorithm } = await webKey(message)
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, own(sealed)))
    } catch {
      return null
    }
  },
}

type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>

async function webKey({ master, salt, purpose, bound }: Message): Promise<{
  key: WebKey
  algorithm: { name: string; iv: Uint8Array<ArrayBuffer>; additionalData: Uint8Array<ArrayBuffer> }
}> {
  const { subtle } = crypto
  const base = await subtle.importKey('raw', own(master), 'HKDF', false, ['deriveBits'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: own(salt), info: own(purpose) }
  const bits = await subtle.deriveBits(hkdf, base, (keyLength + nonceLength) * 8)
  const { key, nonce } = split(new Uint8Array(bits))
  return {
    key: await subtle.importKey('raw', own(key), 'AES-GCM', false, ['encrypt', 'decrypt']),
    algorithm: { name: 'AES-GCM', iv: own(nonce), additionalData: own(bound) },
  }
}

function split(derived: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  return { key: derived.subarray(0, keyLength), nonce: derived.subarray(keyLength) }
}

// WebCrypto takes no view of shared memory; a copy is never one.
function own(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes)
}
