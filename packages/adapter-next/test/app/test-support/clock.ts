import { once } from './once.ts'

const clock = once('clock', () => ({ ahead: 0 }))

/** The time of the sessions, which tests move. */
export const now = once('now', () => () => Date.now() + clock.ahead)

export function advance(milliseconds: number): void {
  clock.ahead += milliseconds
}
