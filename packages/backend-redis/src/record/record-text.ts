import type { SessionRecord } from '@sojourn/core'
import { fromStored, toStored } from './stored-text.ts'

/*
 * The value at a record's key, one text:
 *
 *   1               the version of this form
 *   001763640000000 expiresAt, at a fixed place, so that a touch overwrites these digits and no payload
 *   001764240000000 endsAt
 *   revision \n id \n owner \n payload
 *
 * The owner is JSON, so that it has no line break; an empty line means nobody. The scripts read the
 * same form, in `scripts/parts.ts`.
 */

const timeDigits = 15
const latestTime = 10 ** timeDigits - 1
const maxOwnerLength = 256
const idLength = 22
const headLength = 31

/** A value at a record's key that is no record: another program wrote there, or it was cut. */
export class GarbledRecordError extends Error {
  /** `'GarbledRecordError'`. */
  override readonly name = 'GarbledRecordError'
}

/** A time as the scripts and the value have it: 15 digits. Throws for what is no whole number of milliseconds. */
export function timeText(time: number): string {
  if (Number.isInteger(time) && time >= 0 && time <= latestTime) {
    return String(time).padStart(timeDigits, '0')
  }
  throw new RangeError(`${time} is no time: whole milliseconds since 1970, at most ${latestTime}`)
}

/** The owner as the line of a value: JSON, or nothing for nobody. */
export function ownerLine(owner: string | null): string {
  if (owner === null) return ''
  if (owner.length <= maxOwnerLength) return JSON.stringify(owner)
  throw new RangeError(
    `An owner has at most ${maxOwnerLength} characters; this one ${owner.length}`,
  )
}

/** The value from the revision on: all of it but the version and the times, which scripts put before it. */
export function valueTail({ revision, id, owner, payload }: SessionRecord): string {
  return `${revision}\n${id}\n${ownerLine(owner)}\n${toStored(payload)}`
}

/**
 * The record of a value. Throws {@link GarbledRecordError} for what is none; the payload may be
 * anything. By position and without patterns, since every read of a session comes through here.
 */
export function recordOf(value: string): SessionRecord {
  const expiresAt = timeAt(value, 1)
  const endsAt = timeAt(value, 1 + timeDigits)
  const revisionEnd = value.indexOf('\n', headLength)
  const idEnd = revisionEnd + 1 + idLength
  const ownerEnd = value.indexOf('\n', idEnd + 1)
  const isForm = value.startsWith('1') && revisionEnd > headLength && value[idEnd] === '\n'
  if (!isForm || ownerEnd < 0 || Number.isNaN(expiresAt + endsAt)) {
    throw new GarbledRecordError('The value at a session key is no session record')
  }
  return {
    id: value.slice(revisionEnd + 1, idEnd),
    revision: value.slice(headLength, revisionEnd),
    owner: ownerEnd === idEnd + 1 ? null : ownerOf(value.slice(idEnd + 1, ownerEnd)),
    expiresAt,
    endsAt,
    payload: fromStored(value.slice(ownerEnd + 1)),
  }
}

/** The time whose 15 digits begin at `start`; NaN if they are no digits. */
function timeAt(value: string, start: number): number {
  let time = 0
  for (let position = start; position < start + timeDigits; position++) {
    const digit = value.charCodeAt(position) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    time = time * 10 + digit
  }
  return time
}

function ownerOf(line: string): string {
  // Most have nothing to unescape.
  if (line.length > 1 && line.startsWith('"') && line.indexOf('"', 1) === line.length - 1) {
    if (!line.includes('\\')) return line.slice(1, -1)
  }
  try {
    const owner: unknown = JSON.parse(line)
    if (typeof owner === 'string') return owner
  } catch {
    // Said below.
  }
  throw new GarbledRecordError('The owner of a session record is no text')
}
