import type { SessionRecord } from '../backend.ts'
import { JsonObject } from '../json/json-object.ts'
import { type DataLimits, isLongerThan, maxKeyLength, maxKeys } from '../json/limits.ts'
import { hasFewBrackets, isShallow } from '../json/nesting.ts'
import { isFlashKey } from './flash.ts'
import type { Meta } from './meta.ts'
import { decodeMeta } from './meta-text.ts'

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
  if (!parts) return null
  const { meta, metaText, dataText } = parts
  return { record, meta, metaText, dataText }
}

/** The same of a payload alone. */
export function decodePayload(
  payload: string,
  limits: DataLimits,
): Omit<StoredSession, 'record'> | null {
  if (payload[0] !== version || isLongerThan(payload, limits.maxBytes + maxMetaBytes)) return null
  const lineBreak = payload.indexOf('\n')
  if (lineBreak < 0) return null
  const meta = decodeMeta(payload, version.length, lineBreak)
  const metaText = payload.slice(version.length, lineBreak)
  return meta && { meta, metaText, dataText: payload.slice(lineBreak + 1) }
}

/** The data of a JSON text, the caller's own, or `null` when it is not an object within the limits. */
export function parseData(dataText: string, limits: DataLimits): JsonObject | null {
  if (dataText === '{}') return new JsonObject()
  if (isLongerThan(dataText, limits.maxBytes)) return null
  let parsed: unknown
  try {
    parsed = JSON.parse(dataText)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  const data = new JsonObject(parsed)
  const isFitting = hasFittingKeys(data) && (hasFewBrackets(dataText) || hasShallowValues(data))
  return isFitting ? data : null
}

function hasFittingKeys(data: JsonObject): boolean {
  const keys = data.keys()
  return keys.length <= maxKeys && keys.every((key) => key.length <= maxKeyLength || isFlashOf(key))
}

function hasShallowValues(data: JsonObject): boolean {
  return data.keys().every((key) => isShallow(data.get(key)))
}

function isFlashOf(key: string): boolean {
  return isFlashKey(key) && key.length <= maxKeyLength + maxFlashPrefix
}
