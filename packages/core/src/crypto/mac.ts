import { Hmac } from './hmac.ts'

/** A key for authenticating texts that anyone may read. */
export interface MacKey {
  /** 32 bytes. */
  sign(message: Uint8Array): Uint8Array | Promise<Uint8Array>
}

const keyLength = 32
const noSalt = new Uint8Array(keyLength)

/**
 * HMAC-SHA-256 under a key that HKDF-SHA-256 derives from a secret for one purpose. The same bytes
 * from Node's crypto, where it answers at once, and from WebCrypto.
 */
export function macKey(master: Uint8Array, purpose: Uint8Array): MacKey {
  const node = globalThis.process?.getBuiltinModule?.('node:crypto')
  return node ? nodeMacKey(new Hmac(node), master, purpose) : webMacKey(master, purpose)
}

function nodeMacKey(hmac: Hmac, master: Uint8Array, purpose: Uint8Array): MacKey {
  const key = hmac.derive(master, noSalt, purpose, keyLength)
  return { sign: (message) => hmac.mac(key, message) }
}

/** HMAC of WebCrypto, under a key for this purpose, for where there is no `node:crypto`. */
export function webMacKey(master: Uint8Array, purpose: Uint8Array): MacKey {
  const { subtle } = crypto
  let deriving: ReturnType<typeof derive> | undefined
  const derive = async () => {
    const base = await subtle.importKey('raw', new Uint8Array(master), 'HKDF', false, [
      'deriveBits',
    ])
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: noSalt, info: new Uint8Array(purpose) }
    const bits = await subtle.deriveBits(hkdf, base, keyLength * 8)
    return subtle.importKey('raw', bits, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  }
  return {
    async sign(message) {
      deriving ??= derive()
      return new Uint8Array(await subtle.sign('HMAC', await deriving, new Uint8Array(message)))
    },
  }
}

/** Constant-time comparison; `false` for different lengths. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}
