const units: readonly [unit: 'day' | 'hour' | 'minute', milliseconds: number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

const format = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

/** A time as seen from now, such as "In 24 hours": right in every time zone, without any script. */
export function relativeTime(date: Date, now: Date): string {
  const distance = date.getTime() - now.getTime()
  for (const [unit, milliseconds] of units) {
    const count = Math.round(distance / milliseconds)
    // "in 36 hours" says more than "in 2 days".
    if (Math.abs(count) >= (unit === 'day' ? 2 : 1)) return sentence(format.format(count, unit))
  }
  return distance > 0 ? 'In a moment' : 'Just now'
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
