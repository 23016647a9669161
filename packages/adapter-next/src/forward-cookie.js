import { NextResponse } from 'next/server.js'

const list = 'x-middleware-override-headers'
const value = 'x-middleware-request-'
const setCookie = 'x-middleware-set-cookie'
/** Whether Next goes on with the request after this answer of a proxy. */
export function goesOn({ headers }) {
  return headers.has('x-middleware-next') || headers.has('x-middleware-rewrite')
}
/** The `Cookie` header with which the app's own proxy lets the request go on. */
export function cookieOf(response, request) {
  const from = response.headers.has(list) ? response.headers : request.headers
  return from.get(from === request.headers ? 'cookie' : `${value}cookie`)
}
/**
 * Lets the request go on with this `Cookie` header, and with whatever else the app's own proxy has
 * changed about it. `lines` are what the response sets: an action that sets a cookie keeps them.
 */
export function forwardCookie(response, request, cookie, lines) {
  const { headers } = response
  const changed = headers.get(list)
  const forwarded = new Headers(changed === null ? request.headers : undefined)
  for (const name of changed?.split(',') ?? []) {
    const given = headers.get(value + name)
    if (given !== null) forwarded.set(name, given)
  }
  forwarded.set('cookie', cookie)
  for (const [name, each] of NextResponse.next({ request: { headers: forwarded } }).headers) {
    if (name === list || name.startsWith(value)) headers.set(name, each)
  }
  const before = headers.get(setCookie)
  headers.set(setCookie, [...(before === null ? [] : [before]), ...lines].join(','))
}
