// Not from `next/navigation`: its form for route handlers is found only under a name without an ending,
// under which plain Node (a test of the app, say) finds nothing.
/** What Next makes of a thrown value, if it is one of those. */
export function controlFlowOf(thrown) {
  const digest =
    typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, 'digest') : undefined
  if (typeof digest !== 'string') return undefined
  // NEXT_REDIRECT;push or replace;the address, which may hold semicolons;the status;
  const [, location, status] = /^NEXT_REDIRECT;[^;]*;(.*);(\d{3});$/s.exec(digest) ?? []
  if (location !== undefined) return { kind: 'redirect', status: Number(status), location }
  const [, fallback] = /^NEXT_HTTP_ERROR_FALLBACK;(\d{3})$/.exec(digest) ?? []
  return fallback === undefined ? undefined : { kind: 'status', status: Number(fallback) }
}
/** What `redirect(location)` throws. */
export function redirection(location) {
  return new ControlFlowError(`NEXT_REDIRECT;replace;${location};307;`)
}
/** What `unauthorized()` throws. */
export function unauthorized() {
  return new ControlFlowError('NEXT_HTTP_ERROR_FALLBACK;401')
}
class ControlFlowError extends Error {
  digest
  constructor(digest) {
    super(digest)
    this.digest = digest
  }
}
