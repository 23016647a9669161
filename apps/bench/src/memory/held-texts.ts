import { hash } from 'node:crypto'
import { sampleData } from '../sample-data.ts'

/** The texts of one session, as a backend is given them. */
export interface HeldTexts {
  readonly id: string
  readonly revision: string
  readonly owner: string
  readonly payload: string
}

/** What core writes before the data of a session that is signed in, by its length. */
const meta = 'm'.repeat(160)

/** The texts of the session with this number, each in memory of its own, as texts from outside are. */
export function heldTexts(number: number): HeldTexts {
  const data = JSON.stringify(sampleData(300, `visitor-${number}`))
  return {
    id: digest(`id ${number}`),
    revision: digest(`revision ${number}`),
    owner: flat(`visitor-${number}`),
    payload: flat(`1${meta}\n${data}`),
  }
}

/** 16 bytes as base64url, as ids have. */
function digest(text: string): string {
  return hash('md5', text, 'base64url')
}

/** A text that was put together keeps its parts; this one does not. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1')
}
