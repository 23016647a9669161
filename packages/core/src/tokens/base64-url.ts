/** Bytes as base64url without padding, RFC 4648 section 5. */
export function base64Url(bytes: Uint8Array): string {
  return typeof Buffer === 'function' ? viaBuffer(bytes) : viaBtoa(bytes)
}

function viaBuffer(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

function viaBtoa(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
