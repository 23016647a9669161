import { Browser } from '../browser.ts'
import type { Running } from '../http/running.ts'

/** What a visitor gets to see of a store that refuses. */
export interface Outage {
  /** The status of a request that reads the session while the store refuses to read, */
  readonly read: number
  /** whether the visitor is signed in once it reads again, */
  readonly signedIn: boolean
  /** and the status of a request that changes the session while the store refuses to write. */
  readonly write: number
}

/** Has the store refuse, first reads, then writes. Nothing where the store cannot be made to. */
export async function outageOf({ port, store }: Running): Promise<Outage | undefined> {
  const refuse = store?.refuse
  if (refuse === undefined) return undefined
  try {
    const reader = await signedIn(port)
    await refuse('reads')
    const read = await reader.ask('/read')
    await refuse('nothing')
    const again = await reader.ask('/read')

    const writer = await signedIn(port)
    await refuse('writes')
    const write = await writer.ask('/count')
    return { read: read.status, signedIn: again.body !== '', write: write.status }
  } finally {
    await refuse('nothing')
  }
}

async function signedIn(port: number): Promise<Browser> {
  const browser = new Browser(port)
  await browser.expect('/fill?ada&300')
  return browser
}
