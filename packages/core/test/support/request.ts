import { type LazySession, webHeaders } from '@sojourn/core'
import type { Data, Setup } from './setup.ts'

/** What a request came to: the code of the error it failed with, and the cookies that its response sets. */
export interface Outcome {
  readonly code: string | null
  readonly setCookie: readonly string[]
}

/** One request with these tokens as its session cookies, from its arrival to its response. */
export async function request(
  { sessions }: Setup,
  tokens: readonly (string | null)[],
  handle: (session: LazySession<Data>) => Promise<unknown>,
): Promise<Outcome> {
  const cookie = tokens.map((token) => `__Host-sid=${token}`).join('; ')
  const header = (name: string): string | undefined => (name === 'cookie' ? cookie : undefined)
  const { exchange, session } = sessions.exchange({ header }, () => false)
  let code: string | null = null
  try {
    await handle(session)
    await exchange.commit(200)
  } catch (error) {
    code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  const headers = new Headers()
  exchange.apply(webHeaders(headers))
  return { code, setCookie: headers.getSetCookie() }
}
