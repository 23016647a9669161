// For backends that seal: keys, sealing and signing, by the same rules and with the same bytes on
// Node and wherever else there is WebCrypto.
export { type Aead, aead, type Message, webAead } from './crypto/aead.ts'
export { type Key, type KeyRing, keyRing, type Secret, type Secrets } from './crypto/key-ring.ts'
export { equalBytes, type MacKey, macKey, webMacKey } from './crypto/mac.ts'
export { base64Url, fromBase64Url } from './tokens/base64-url.ts'
export { randomBytes } from './tokens/random.ts'
