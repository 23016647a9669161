import type { Summary } from '../statistics.ts'

/** `0.64 (0.62–0.67)`: the median, and the middle half of the rounds. */
export function withSpread({ median, low, high }: Summary, digits: number): string {
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}

/** `23,400 ±3 %`: the median, and half of the middle half of the rounds. */
export function rate({ median, low, high }: Summary): string {
  const rounded = Math.round(median / 100) * 100
  const spread = Math.round((50 * (high - low)) / median)
  return `${rounded.toLocaleString('en-US')} ±${spread} %`
}
