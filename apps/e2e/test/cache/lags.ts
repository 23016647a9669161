/** How long a change made in one process was not seen in another. */
export interface Lag {
  /** Answers that did not show it yet. */
  readonly staleAnswers: number
  /** Milliseconds from the first question to the first answer that shows it. */
  readonly lasted: number
}

/** In how many answers, at most, a change was not seen. */
export function mostStaleAnswers(lags: readonly Lag[]): number {
  return Math.max(0, ...lags.map(({ staleAnswers }) => staleAnswers))
}

/** What a run prints: how many were stale, for how long, and in how many answers. */
export function report(title: string, lags: readonly Lag[]): void {
  const stale = lags.filter(({ staleAnswers }) => staleAnswers > 0)
  const times = stale.map(({ lasted }) => lasted).sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(share * times.length)] ?? 0).toFixed(1)
  const second = stale.filter(({ staleAnswers }) => staleAnswers > 1)
  console.log(
    `${title}: ${lags.length} changes, ${stale.length} not seen by the first read, ${second.length} not by the second, none for more than ${mostStaleAnswers(lags)} answers; they lasted ms: median ${at(0.5)}, 99 % ${at(0.99)}, longest ${(times.at(-1) ?? 0).toFixed(1)}`,
  )
}

/** A text picture of how often a value fell into each class, `step` wide. */
export function histogram(title: string, values: readonly number[], step: number): void {
  const counts = new Map<number, number>()
  for (const value of values) {
    const floor = Math.floor(value / step) * step
    counts.set(floor, (counts.get(floor) ?? 0) + 1)
  }
  const lines = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([floor, count]) => `  ${String(floor).padStart(6)} ms ${String(count).padStart(6)}`)
  console.log([title, ...lines].join('\n'))
}
