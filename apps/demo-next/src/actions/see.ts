import { refresh } from 'next/cache'
import { RedirectType, redirect } from 'next/navigation'

/** To the page, as it is now: reloading it sends no form again. Clicks do not fill the browser's history. */
export function see(path: string): never {
  // Where scripts run, Next would show what it has of a page that a mere `#` leads to.
  refresh()
  redirect(path, RedirectType.replace)
}
