import { base64Url } from './base64-url.ts'

const poolSize = 4096
const pool = new Uint8Array(poolSize)
/** The same bytes, for a text straight out of them: a view of each draw would cost more than its text. */
const poolText = typeof Buffer === 'function' ? Buffer.from(pool.buffer) : null
let next = poolSize

/**
 * `bytes` bytes of the platform's secure random source as base64url. Drawn from a pool, because one
 * call a token costs ten times as much; used bytes are wiped. Throws when the source throws or gives
 * nothing: there is no other source.
 */
export function randomText(bytes: number): string {
  if (!poolText) return base64Url(randomBytes(bytes))
  const start = draw(bytes)
  const text = poolText.toString('base64url', start, next)
  pool.fill(0, start, next)
  return text
}

/** `bytes` bytes of the platform's secure random source, drawn from the pool too. At most 4,096. */
export function randomBytes(bytes: number): Uint8Array {
  const start = draw(bytes)
  const drawn = pool.slice(start, next)
  pool.fill(0, start, next)
  return drawn
}

/** An even number from 0 to `most`, for spreading retries. */
export function randomBelow(most: number): number {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1))
  return (word / 2 ** 32) * most
}

/** Where the next bytes are, which are nobody else's from here on. */
function draw(bytes: number): number {
  if (next + bytes > poolSize) refill()
  next += bytes
  return next - bytes
}

function refill(): void {
  next = poolSize
  pool.fill(0)
  crypto.getRandomValues(pool)
  // 4,096 zero bytes in a row do not happen: the source did not fill the pool.
  if (pool.every((byte) => byte === 0)) throw new Error('The secure random source gave no bytes.')
  next = 0
}
