/** Bytes as base64url without padding, RFC 4648 section 5. */
export function base64Url(bytes: Uint8Array): string {
  return typeof Buffer === 'function' ? viaBuffer(bytes) : viaBtoa(bytes)
}

/** The bytes of a base64url text, or `null` unless it is exactly what `base64Url` makes of them. */
export function fromBase64Url(text: string): Uint8Array | null {
  const bytes = decodeBase64Url(text)
  return base64Url(bytes) === text ? bytes : null
}

/** The bytes of a base64url text of our own; some bytes of any other. */
export function decodeBase64Url(text: string): Uint8Array {
  return typeof Buffer === 'function' ? Buffer.from(text, 'base64url') : viaAtob(text)
}

function viaBuffer(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

function viaBtoa(bytes: Uint8Array): string {
  let text = ''
  // Not a spread of all: a call takes a limited number of arguments.
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

function viaAtob(text: string): Uint8Array {
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
    return Uint8Array.from(decoded, (unit) => unit.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
