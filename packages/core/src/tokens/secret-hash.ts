import { base64Url } from './base64-url.ts'

/** The hash of a secret under a namespace, as 43 characters of base64url. */
export type HashSecret = (secret: string) => string | Promise<string>

/**
 * The hash that a record keeps instead of the secret: SHA-256 over a label, the namespace and the
 * secret. A secret is 32 random bytes, so no slow hash is needed (ASVS 5.0, 11.4.2 is about passwords).
 * Synchronous where Node's crypto is there, else through WebCrypto.
 */
export function secretHasher(namespace: string): HashSecret {
  const label = `sojourn/secret/v1\0${namespace.length}\0${namespace}\0`
  const nodeHash = nodeCrypto()?.hash
  if (nodeHash) return (secret) => nodeHash('sha256', label + secret, 'base64url')
  const encoder = new TextEncoder()
  return async (secret) =>
    base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(label + secret))))
}

/** Constant-time comparison of two hashes; `false` for different lengths. */
export function equalHashes(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

// Not an import: the main entry of core also loads where there is no Node.
function nodeCrypto(): typeof import('node:crypto') | undefined {
  return globalThis.process?.getBuiltinModule?.('node:crypto')
}
