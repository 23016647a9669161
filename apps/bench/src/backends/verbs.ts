import type { SessionBackend, SessionRecord } from '@sojourn/core'
import { sampleData } from '../sample-data.ts'
import type { SameCalls } from './same-calls.ts'

/** What is measured, in the order in which a session meets it. */
export const verbNames = ['create', 'read', 'update', 'touch', 'delete'] as const
export type VerbName = (typeof verbNames)[number]

/** The verbs of a store, each on the session with a number. */
export type Verbs = Readonly<Record<VerbName, (number: number) => unknown>>

/** A store by its raw driver, and by Sojourn's backend on the same driver. */
export interface Pair {
  readonly raw: Verbs
  readonly backend: Verbs
  /** What the backend asks of a server, asked by the raw driver. */
  readonly same?: SameCalls
  close(): Promise<unknown>
}

const day = 86_400_000
/** What core writes before the data of a session that is signed in, by its length. */
const meta = 'm'.repeat(160)
const written = `1${meta}\n${JSON.stringify(sampleData(300))}`

/** The id of the session with this number. */
export function idOf(number: number): string {
  return `${String(number).padStart(21, '0')}A`
}

/** What the raw driver stores: the same text, under the same id. */
export const text: string = written
/** What it is replaced by: a text that did not change would not be written by every store. */
export const newText: string = written.replace('m', 'n')
/** How long it lives, in milliseconds. */
export const life: number = day

/** The verbs of a backend, as core calls them. Throws where one does not answer as it should. */
export function verbsOf(backend: SessionBackend): Verbs {
  const now = Date.now()
  const call = { now, signal: new AbortController().signal }
  const updateCall = { ...call, payloadOnly: true }
  const recordOf = (number: number, revision: string, payload: string): SessionRecord => ({
    id: idOf(number),
    revision,
    owner: null,
    expiresAt: now + day,
    endsAt: now + 7 * day,
    payload,
  })
  const expect = async (answer: Promise<unknown>, wanted: unknown): Promise<void> => {
    if ((await answer) !== wanted) throw new Error(`${backend.name} did not answer ${wanted}.`)
  }
  return {
    create: (number) => expect(backend.create(recordOf(number, 'first', text), call), true),
    read: (number) => backend.read(idOf(number), call),
    update: (number) =>
      expect(backend.update(recordOf(number, 'second', newText), 'first', updateCall), 'updated'),
    touch: (number) => expect(backend.touch(idOf(number), now + 2 * day, 'second', call), true),
    delete: (number) => expect(backend.delete(idOf(number), call), true),
  }
}
