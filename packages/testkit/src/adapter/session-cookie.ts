import { expect } from 'vitest'
import type { ClientResponse } from './client-response.ts'

/** What deletes the default cookie, byte for byte. */
export const deletion: string =
  '__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax'

/** The token of the only session cookie that a response sets. */
export function tokenSetBy(response: ClientResponse): string {
  const ours = response.setCookies.filter((line) => line.startsWith('__Host-sid='))
  expect(ours, 'Set-Cookie lines of the session').toHaveLength(1)
  const token = /^__Host-sid=([\w-]+\.[\w-]{43,});/.exec(ours[0] ?? '')?.[1]
  expect(token, ours[0]).toBeDefined()
  return token ?? ''
}

/** Of the shape of a token, and of no session. `seed` tells one from another. */
export function unknownToken(seed = 0): string {
  const id = `${'A'.repeat(18)}${String(seed).padStart(3, '0')}A`
  return `${id}.${'B'.repeat(42)}A`
}
