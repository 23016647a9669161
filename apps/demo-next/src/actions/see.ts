import { RedirectType, redirect } from 'next/navigation'

/** To the page: reloading it sends no form again. Clicks do not fill the browser's history. */
export function see(path: string): never {
  redirect(path, RedirectType.replace)
}
