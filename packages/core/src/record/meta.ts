import type { Device } from '../accounts/device.ts'

/** A secret that this session had before, remembered by the start of its hash. */
export interface Superseded {
  /** The first 16 characters of the secret's hash. */
  readonly hash: string
  /** When it was replaced, in milliseconds. */
  readonly at: number
  /** `renewed`: its successor was presented. `unclaimed`: a successor that nobody presented. `rotated`: replaced without grace. */
  readonly reason: 'renewed' | 'unclaimed' | 'rotated'
}

/** What core knows of a session beside its data. Times and lengths are milliseconds. */
export interface Meta {
  readonly secretHash: string
  /** Raised by every replacement of the secret that has no grace: sign-in, step-up, `cycleKey`. */
  readonly generation: number
  readonly createdAt: number
  readonly authenticatedAt: number | null
  /** The level given to `authenticate`. */
  readonly level: string | null
  readonly idle: number
  readonly endsAt: number
  /** True if `setExpiry` chose the idle time, so that settings do not replace it. */
  readonly ownIdle: boolean
  /** True if `setExpiry` chose the absolute end. */
  readonly ownEnd: boolean
  /** True if the cookie ends with the browser. */
  readonly browserClose: boolean
  /** When the secret in force was made. */
  readonly issuedAt: number
  /** The hash of a successor that was sent and not presented yet, and when it was made. */
  readonly pending: { readonly hash: string; readonly at: number } | null
  /** The last few replaced secrets, newest first. */
  readonly superseded: readonly Superseded[]
  /** The hash of the first secret since the last one without grace; `null` while that is the one in force. */
  readonly origin: string | null
  /** The client of the last sign-in. */
  readonly device: Device | null
}

/** The stored form: one-letter names, defaults left out. */
interface StoredMeta {
  readonly s: string
  readonly c: number
  readonly i: number
  readonly e: number
  readonly g?: number
  readonly a?: number
  readonly l?: string
  readonly o?: number
  readonly t?: number
  readonly h?: string
  readonly d?: readonly [string | null, string | null]
  readonly p?: readonly [string, number]
  readonly q?: readonly (readonly [string, number, number])[]
}

/** Stored as their place in this list. */
const reasons = ['renewed', 'unclaimed', 'rotated'] as const

const ownIdleBit = 1
const ownEndBit = 2
const browserCloseBit = 4

/** The text of a meta, without line breaks. */
export function encodeMeta(meta: Meta): string {
  const own =
    (meta.ownIdle ? ownIdleBit : 0) |
    (meta.ownEnd ? ownEndBit : 0) |
    (meta.browserClose ? browserCloseBit : 0)
  const stored: StoredMeta = {
    s: meta.secretHash,
    c: meta.createdAt,
    i: meta.idle,
    e: meta.endsAt,
    ...(meta.generation > 0 && { g: meta.generation }),
    ...(meta.authenticatedAt !== null && { a: meta.authenticatedAt }),
    ...(meta.level !== null && { l: meta.level }),
    ...(own > 0 && { o: own }),
    ...(meta.issuedAt !== meta.createdAt && { t: meta.issuedAt }),
    ...(meta.origin !== null && { h: meta.origin }),
    ...(meta.device && { d: [meta.device.userAgent, meta.device.ip] as const }),
    ...(meta.pending && { p: [meta.pending.hash, meta.pending.at] as const }),
    ...(meta.superseded.length > 0 && { q: meta.superseded.map(encodeSuperseded) }),
  }
  return JSON.stringify(stored)
}

/** The meta of a text, or `null` if it is not one. */
export function decodeMeta(text: string): Meta | null {
  const stored = parse(text)
  if (!isStoredMeta(stored)) return null
  const own = stored.o ?? 0
  return {
    secretHash: stored.s,
    generation: stored.g ?? 0,
    createdAt: stored.c,
    authenticatedAt: stored.a ?? null,
    level: stored.l ?? null,
    idle: stored.i,
    endsAt: stored.e,
    ownIdle: (own & ownIdleBit) !== 0,
    ownEnd: (own & ownEndBit) !== 0,
    browserClose: (own & browserCloseBit) !== 0,
    issuedAt: stored.t ?? stored.c,
    pending: stored.p ? { hash: stored.p[0], at: stored.p[1] } : null,
    origin: stored.h ?? null,
    device: stored.d ? { userAgent: stored.d[0], ip: stored.d[1] } : null,
    superseded: stored.q?.map(decodeSuperseded) ?? none,
  }
}

const none: readonly Superseded[] = []

function encodeSuperseded({ hash, at, reason }: Superseded): readonly [string, number, number] {
  return [hash, at, reasons.indexOf(reason)]
}

function decodeSuperseded([hash, at, reason]: readonly [string, number, number]): Superseded {
  return { hash, at, reason: reasons[reason] ?? 'rotated' }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isStoredMeta(value: unknown): value is StoredMeta {
  if (typeof value !== 'object' || value === null) return false
  const { s, c, i, e, g, a, l, o, t, h, d, p, q } = value as { [K in keyof StoredMeta]: unknown }
  return (
    typeof s === 'string' &&
    s.length === 43 &&
    isCount(c) &&
    isCount(i) &&
    isCount(e) &&
    (g === undefined || isCount(g)) &&
    (a === undefined || isCount(a)) &&
    (l === undefined || typeof l === 'string') &&
    (o === undefined || isCount(o)) &&
    (t === undefined || isCount(t)) &&
    (h === undefined || typeof h === 'string') &&
    (d === undefined ||
      (Array.isArray(d) && d.every((one) => one === null || typeof one === 'string'))) &&
    (p === undefined || (Array.isArray(p) && typeof p[0] === 'string' && isCount(p[1]))) &&
    (q === undefined || isSupersededList(q))
  )
}

function isSupersededList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        isCount(entry[1]) &&
        isCount(entry[2]),
    )
  )
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
