import { type Html, html } from '../html.ts'
import { relativeTime } from '../relative-time.ts'

export function time(date: Date, now: Date): Html {
  return html`<time datetime="${date.toISOString()}">${relativeTime(date, now)}</time>`
}
