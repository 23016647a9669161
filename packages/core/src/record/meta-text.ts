import { Fields } from './fields.ts'
import type { Meta, Superseded } from './meta.ts'

/*
 * A meta is stored as one line of fields between tabs, because that is read several times as fast as
 * JSON (decision 8). In this order, a dash for what has to be there:
 *
 *   - secretHash   - createdAt   - idle   - endsAt   own   generation   issuedAt   authenticatedAt
 *   level   pending.hash   pending.at   origin   device.userAgent   device.ip
 *   and for each superseded secret   hash   at   reason
 *
 * Numbers are decimal, `level` and the device JSON. An empty field is `null` or the default, and
 * empty fields at the end are left out with their tabs.
 */

const ownIdleBit = 1
const ownEndBit = 2
const browserCloseBit = 4
const deviceBit = 8

/** Stored as their place in this list. */
const reasons = ['renewed', 'unclaimed', 'rotated'] as const

const hashLength = 43

/** The text of a meta, without line breaks. */
export function encodeMeta(meta: Meta): string {
  const { device, pending } = meta
  const own =
    (meta.ownIdle ? ownIdleBit : 0) |
    (meta.ownEnd ? ownEndBit : 0) |
    (meta.browserClose ? browserCloseBit : 0) |
    (device ? deviceBit : 0)
  return [
    meta.secretHash,
    meta.createdAt,
    meta.idle,
    meta.endsAt,
    own || null,
    meta.generation || null,
    meta.issuedAt === meta.createdAt ? null : meta.issuedAt,
    meta.authenticatedAt,
    quoted(meta.level),
    pending?.hash,
    pending?.at,
    meta.origin,
    quoted(device?.userAgent),
    quoted(device?.ip),
    ...meta.superseded.flatMap(({ hash, at, reason }) => [hash, at, reasons.indexOf(reason)]),
  ]
    .join('\t')
    .trimEnd()
}

/** The meta that `text` holds from `start` to `end`, or `null` if it is none. */
export function decodeMeta(text: string, start: number, end: number): Meta | null {
  const fields = new Fields(text, start, end)
  const secretHash = fields.word()
  const createdAt = fields.count()
  const idle = fields.count()
  const endsAt = fields.count()
  if (secretHash?.length !== hashLength) return null
  if (createdAt === null || idle === null || endsAt === null) return null
  const own = fields.count() ?? 0
  const generation = fields.count() ?? 0
  const issuedAt = fields.count() ?? createdAt
  const authenticatedAt = fields.count()
  const level = fields.quoted()
  const pendingHash = fields.word()
  const pendingAt = fields.count() ?? 0
  const origin = fields.word()
  const userAgent = fields.quoted()
  const ip = fields.quoted()
  const superseded = fields.ended ? none : supersededIn(fields)
  if (!fields.sound) return null
  return {
    secretHash,
    generation,
    createdAt,
    authenticatedAt,
    level,
    idle,
    endsAt,
    ownIdle: (own & ownIdleBit) !== 0,
    ownEnd: (own & ownEndBit) !== 0,
    browserClose: (own & browserCloseBit) !== 0,
    issuedAt,
    pending: pendingHash === null ? null : { hash: pendingHash, at: pendingAt },
    superseded,
    origin,
    device: own & deviceBit ? { userAgent, ip } : null,
  }
}

const none: readonly Superseded[] = []

function supersededIn(fields: Fields): Superseded[] {
  const superseded: Superseded[] = []
  while (!fields.ended) {
    const hash = fields.word() ?? ''
    const at = fields.count() ?? 0
    const reason = reasons[fields.count() ?? 0] ?? 'rotated'
    superseded.push({ hash, at, reason })
  }
  return superseded
}

function quoted(text: string | null | undefined): string | null {
  return text === null || text === undefined ? null : JSON.stringify(text)
}
