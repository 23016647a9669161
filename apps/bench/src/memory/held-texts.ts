import { hash } from 'node:crypto'
import type { Template } from '../growth/template.ts'

/** The texts of one session, as a backend is given them. */
export interface HeldTexts {
  readonly id: string
  readonly revision: string
  readonly owner: string
  readonly payload: string
}

/** The texts of the session with this number, each in memory of its own, as texts from outside are. */
export function heldTexts({ record }: Template, number: number): HeldTexts {
  return {
    id: hash('md5', `id ${number}`, 'base64url'),
    revision: hash('md5', `revision ${number}`, 'base64url').slice(0, 12),
    owner: flat(`visitor-${number}`),
    payload: flat(record.payload),
  }
}

/** A copy; and a text that was put together keeps its parts, this one does not. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
