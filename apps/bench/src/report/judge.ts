import type { Target } from '../part.ts'
import type { Summary } from '../statistics.ts'
import { withSpread } from './figures.ts'

/** What a figure is to be. */
export interface Wanted {
  readonly what: string
  readonly atLeast?: number
  readonly atMost?: number
  /** Behind the figures: ` µs`. */
  readonly unit?: string
  /** Digits after the point. */
  readonly digits?: number
}

/** Compares a median with what it is to be. Within the spread of the rounds, it is unclear. */
export function judged(figure: Summary, wanted: Wanted): Target {
  const { what, atLeast = -Infinity, atMost = Infinity, unit = '', digits = 2 } = wanted
  const isOn = (value: number): boolean => value >= atLeast && value <= atMost
  const holds = isOn(figure.median)
  const bound = wanted.atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`
  return {
    what,
    wanted: `${bound}${unit}`,
    measured: `${withSpread(figure, digits)}${unit}`,
    holds: isOn(figure.low) === holds && isOn(figure.high) === holds ? holds : 'unclear',
  }
}

/** For what is counted once. */
export function counted(what: string, found: number, wanted: number): Target {
  return { what, wanted: String(wanted), measured: String(found), holds: found === wanted }
}
