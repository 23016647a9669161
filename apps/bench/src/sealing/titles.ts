/** What is sealed and opened, in the order of the report. */
export const titles = {
  iron: 'iron-session, `sealData` and `unsealData`',
  sojourn: 'Sojourn, sealed',
  bare: '`node:crypto` AES-256-GCM alone, one `KeyObject` for all',
  bareBytes: 'the same with the key as bytes, as most write it',
  signed: 'Sojourn, signed',
  whole: 'Sojourn, sealed, the whole session: `create`, and `open(token).load()`',
} as const

export type SealingId = keyof typeof titles

/** Bytes of the data as JSON. */
export const sizes = [300, 2048] as const
