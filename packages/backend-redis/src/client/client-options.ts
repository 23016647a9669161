/** The options of a client, which have no type that both drivers share. */
export function optionsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : [])
}

/**
 * A server as text: `redis://user@host:port/0`, or `undefined` where the options do not name one, as
 * with Sentinel. Two clients of one server have one text.
 */
export function targetOf(
  scheme: string,
  options: ReadonlyMap<string, unknown>,
): string | undefined {
  if (options.get('sentinels')) return undefined
  const path = options.get('path')
  const host = options.get('host') ?? 'localhost'
  const port = options.get('port') ?? 6379
  const username = options.get('username') || 'default'
  const place = typeof path === 'string' && path !== '' ? path : `${host}:${port}`
  return `${scheme}://${username}@${place}/${options.get('db') ?? 0}`
}
