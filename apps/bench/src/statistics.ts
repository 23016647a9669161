/** The median of several rounds, and where their middle half lies. */
export interface Summary {
  readonly median: number
  readonly low: number
  readonly high: number
}

/** Sums up the rounds of one figure. */
export function summary(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  }
}

/** The median alone. */
export function median(values: readonly number[]): number {
  return summary(values).median
}

/** Between the two nearest values, by linear interpolation. `NaN` for an empty list. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)] ?? Number.NaN
  const above = sorted[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}
