import type { SessionRecord } from '@sojourn/core'

const beyondLatin1 = /[\u0100-\uffff]/

/** What a session costs beside its text: its columns, its entry in the map, its id. Measured on V8. */
const perSession = 200
/** What the entry of an owner in the index costs beside its text. */
const perOwner = 56

/**
 * An estimate of the memory that one record takes, in bytes. V8 keeps a text in one byte a
 * character as long as all of it is Latin-1, and in two otherwise.
 */
export function footprint(record: SessionRecord): number {
  const owner = record.owner === null ? 0 : perOwner + textBytes(record.owner)
  return perSession + textBytes(record.revision) + owner + textBytes(record.payload)
}

function textBytes(text: string): number {
  return beyondLatin1.test(text) ? text.length * 2 : text.length
}
