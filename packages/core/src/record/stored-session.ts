import type { SessionRecord } from '../backend.ts'
import { isShallow } from '../json/json-text.ts'
import { type DataLimits, isLongerThan, maxKeyLength, maxKeys } from '../json/limits.ts'
import { isFlashKey } from './flash.ts'
import { decodeMeta, type Meta } from './meta.ts'

/** A record taken apart: one version of one session. */
export interface StoredSession {
  readonly record: SessionRecord
  readonly meta: Meta
  /** The meta as stored: kept as it is by a write that leaves it alone. */
  readonly metaText: string
  /** The data as JSON text of an object. */
  readonly dataText: string
}

/** The version of the payload's form: the first character of every payload. */
const version = '1'
/** How much longer the key of a flash value is. */
const maxFlashPrefix = 8
/** Room for the meta before the data, in bytes. */
const maxMetaBytes = 4096

/** The payload: a version, the meta, a line break, the data. Either part can be kept without parsing the other. */
export function encodePayload(metaText: string, dataText: string): string {
  return `${version}${metaText}\n${dataText}`
}

/** A record taken apart, or `null` when it is corrupt, too large, or of a version that this code does not know. */
export function decodeRecord(record: SessionRecord, limits: DataLimits): StoredSession | null {
  const parts = decodePayload(record.payload, limits)
  return parts && { record, ...parts }
}

/** The same of a payload alone. */
export function decodePayload(
  payload: string,
  limits: DataLimits,
): Omit<StoredSession, 'record'> | null {
  if (payload[0] !== version || isLongerThan(payload, limits.maxBytes + maxMetaBytes)) return null
  const lineBreak = payload.indexOf('\n')
  if (lineBreak < 0) return null
  const metaText = payload.slice(1, lineBreak)
  const meta = decodeMeta(metaText)
  return meta && { meta, metaText, dataText: payload.slice(lineBreak + 1) }
}

/** The data of a JSON text as a map of its own, or `null` when it is not an object within the limits. */
export function parseData(dataText: string, limits: DataLimits): Map<string, unknown> | null {
  if (dataText === '{}') return new Map()
  if (isLongerThan(dataText, limits.maxBytes)) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(dataText)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  return fitting(parsed)
}

/** The keys of a parsed object as a map, or `null` when something passes a limit. */
function fitting(parsed: object): Map<string, unknown> | null {
  const keys = Object.keys(parsed)
  if (keys.length > maxKeys) return null
  const data = new Map<string, unknown>()
  for (const key of keys) {
    const value: unknown = Reflect.get(parsed, key)
    if (key.length > maxKeyLength && !isFlashOf(key)) return null
    if (!isShallow(value)) return null
    data.set(key, value)
  }
  return data
}

function isFlashOf(key: string): boolean {
  return isFlashKey(key) && key.length <= maxKeyLength + maxFlashPrefix
}

/** The JSON text of data whose values are known to be JSON. */
export function dataToText(data: ReadonlyMap<string, unknown>): string {
  // One call for all of it: `fromEntries` makes own properties, `__proto__` included.
  return JSON.stringify(Object.fromEntries(data))
}
