import { base64Url, decodeBase64Url } from '../tokens/base64-url.ts'
import type { Meta } from './meta.ts'

/** A session as its own token holds it (R90). */
export interface TokenSession {
  readonly id: string
  readonly revision: string
  readonly owner: string | null
  readonly expiresAt: number
  /** Of the meta, what a token holds. `secretHash` is the session's secret itself: nobody but the key's holder reads or makes it. */
  readonly meta: Meta
  readonly dataText: string
}

/** The parts of a session whose length varies. */
export type Sealable = Pick<TokenSession, 'owner' | 'dataText'> & {
  readonly meta: Pick<Meta, 'level'>
}

// One byte of flags; id, revision; six times of six bytes; the generation; the secret; then text.
const idLength = 16
const revisionLength = 9
const timesAt = 1 + idLength + revisionLength
const timeLength = 6
const generationAt = timesAt + 6 * timeLength
const secretAt = generationAt + 4

const ownIdleBit = 1
const ownEndBit = 2
const browserCloseBit = 4
const namedBit = 8
const signedInBit = 16
const longSecretBit = 32

/** The bytes of a secret: of a session that nothing else knows, and of one with a record at a store. */
const shortSecret = 16
const longSecret = 32

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The bytes that a token holds. */
export function encodeTokenSession(session: TokenSession): Uint8Array {
  const { meta } = session
  const text = encoder.encode(textOf(session))
  const isLong = meta.secretHash.length > 22
  const textAt = secretAt + (isLong ? longSecret : shortSecret)
  const bytes = new Uint8Array(textAt + text.length)
  bytes[0] =
    (meta.ownIdle ? ownIdleBit : 0) |
    (meta.ownEnd ? ownEndBit : 0) |
    (meta.browserClose ? browserCloseBit : 0) |
    (isNamed(session) ? namedBit : 0) |
    (meta.authenticatedAt === null ? 0 : signedInBit) |
    (isLong ? longSecretBit : 0)
  put(bytes, 1, session.id)
  put(bytes, 1 + idLength, session.revision)
  const view = new DataView(bytes.buffer)
  const { createdAt, issuedAt, idle, endsAt, authenticatedAt } = meta
  let at = timesAt
  for (const time of [createdAt, issuedAt, idle, endsAt, session.expiresAt, authenticatedAt ?? 0]) {
    view.setUint16(at, Math.floor(time / 2 ** 32))
    view.setUint32(at + 2, time % 2 ** 32)
    at += timeLength
  }
  view.setUint32(generationAt, meta.generation)
  put(bytes, secretAt, meta.secretHash)
  bytes.set(text, textAt)
  return bytes
}

/** How many bytes a session takes in its token. */
export function tokenSessionLength(session: Sealable, hasRecord: boolean): number {
  return secretAt + (hasRecord ? longSecret : shortSecret) + encoder.encode(textOf(session)).length
}

/** The session of a token's bytes, or `null` when they are none. */
export function decodeTokenSession(bytes: Uint8Array): TokenSession | null {
  const flags = bytes[0] ?? 0
  const textAt = secretAt + (flags & longSecretBit ? longSecret : shortSecret)
  if (bytes.length < textAt) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const time = (index: number): number => {
    const at = timesAt + index * timeLength
    return view.getUint16(at) * 2 ** 32 + view.getUint32(at + 2)
  }
  const named = splitText(bytes.subarray(textAt), (flags & namedBit) !== 0)
  if (!named) return null
  return {
    id: base64Url(bytes.subarray(1, 1 + idLength)),
    revision: base64Url(bytes.subarray(1 + idLength, timesAt)),
    owner: named.owner,
    expiresAt: time(4),
    dataText: named.dataText,
    meta: {
      secretHash: base64Url(bytes.subarray(secretAt, textAt)),
      generation: view.getUint32(generationAt),
      createdAt: time(0),
      authenticatedAt: flags & signedInBit ? time(5) : null,
      level: named.level,
      idle: time(2),
      endsAt: time(3),
      ownIdle: (flags & ownIdleBit) !== 0,
      ownEnd: (flags & ownEndBit) !== 0,
      browserClose: (flags & browserCloseBit) !== 0,
      issuedAt: time(1),
      pending: null,
      superseded: [],
      origin: null,
      device: null,
    },
  }
}

function isNamed({ owner, meta }: Sealable): boolean {
  return owner !== null || meta.level !== null
}

/** Owner and level, if there are any, as one line of JSON, which a lone surrogate survives; then the data. */
function textOf(session: Sealable): string {
  const { owner, meta, dataText } = session
  return isNamed(session) ? `${JSON.stringify([owner, meta.level])}\n${dataText}` : dataText
}

function splitText(
  bytes: Uint8Array,
  isNamed: boolean,
): { owner: string | null; level: string | null; dataText: string } | null {
  try {
    const text = decoder.decode(bytes)
    if (!isNamed) return { owner: null, level: null, dataText: text }
    const lineBreak = text.indexOf('\n')
    const names: unknown = JSON.parse(text.slice(0, lineBreak))
    if (!Array.isArray(names)) return null
    const [owner, level]: unknown[] = names
    if (!isTextOrNull(owner) || !isTextOrNull(level)) return null
    return { owner, level, dataText: text.slice(lineBreak + 1) }
  } catch {
    return null
  }
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string'
}

/** Writes what core itself made: ids, revisions and secrets are base64url. */
function put(bytes: Uint8Array, at: number, text: string): void {
  bytes.set(decodeBase64Url(text), at)
}
