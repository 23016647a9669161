import { Browser } from '../browser.ts'
import type { Visitor } from '../load/workloads.ts'

/** A cookie for the servers that give none. */
const anyCookie = `__Host-sid=${'x'.repeat(66)}`

/** Visitors who are signed in, each with a session of so many bytes. */
export function primed(port: number, count: number, bytes: number): Promise<Visitor[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const name = `visitor-${i}`
      const browser = new Browser(port)
      await browser.expect(`/fill?${name}&${bytes}`)
      return { name, cookie: browser.cookie || anyCookie, count: 0 }
    }),
  )
}
