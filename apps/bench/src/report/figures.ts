import type { Summary } from '../statistics.ts'

/** `0.64 (0.62–0.67)`: the median, and the middle half of the rounds. */
export function withSpread({ median, low, high }: Summary, digits: number): string {
  if (Number.isNaN(median)) return '–'
  return `${median.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`
}

/** `23,400 ±3 %`: the median, and half of the middle half of the rounds. */
export function rate({ median, low, high }: Summary): string {
  if (Number.isNaN(median)) return '–'
  const rounded = median < 1000 ? Math.round(median) : Math.round(median / 100) * 100
  const spread = Math.round((50 * (high - low)) / median)
  return `${whole(rounded)} ±${spread} %`
}

/** `1,234,567`. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
