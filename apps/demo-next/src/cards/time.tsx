import { relativeTime } from 'demo-parts'
import type { ReactNode } from 'react'

/** A time as seen from now. */
export function Time({ date, now }: { readonly date: Date; readonly now: Date }): ReactNode {
  return <time dateTime={date.toISOString()}>{relativeTime(date, now)}</time>
}
