import { ConfigurationError } from '../errors.ts'

/** A length of time: whole seconds as a number, or text with a unit: `'90s'`, `'30m'`, `'12h'`, `'7d'`. */
export type Duration = number | `${number}${'s' | 'm' | 'h' | 'd'}`

const units: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['m', 60],
  ['h', 3_600],
  ['d', 86_400],
])

/** The longest lifetime of a cookie, RFC 6265bis section 5.5: 400 days, in milliseconds. */
export const maxLifetime: number = 400 * 86_400_000

/** Milliseconds of a duration; `ConfigurationError` unless it is 1 second to 400 days in whole seconds. */
export function milliseconds(duration: Duration, what: string): number {
  const seconds = toSeconds(duration)
  if (
    seconds === null ||
    !Number.isInteger(seconds) ||
    seconds < 1 ||
    seconds * 1000 > maxLifetime
  ) {
    throw new ConfigurationError(
      `${what} is ${String(duration).slice(0, 40)}. Write whole seconds (1800) or text with a unit ('90s', '30m', '12h', '7d'), from 1 second to 400 days.`,
    )
  }
  return seconds * 1000
}

function toSeconds(duration: unknown): number | null {
  if (typeof duration === 'number') return duration
  if (typeof duration !== 'string') return null
  const match = /^(\d{1,9})([smhd])$/.exec(duration)
  const unit = units.get(match?.[2] ?? '')
  return match && unit ? Number(match[1]) * unit : null
}
