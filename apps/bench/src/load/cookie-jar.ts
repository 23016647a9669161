/**
 * The `Cookie` header after these cookies were set, as a browser would send it. What a server sets to
 * nothing is gone.
 */
export function withCookies(header: string, set: readonly string[]): string {
  // One cookie, as most contenders have: nothing to merge.
  const [only] = set
  if (only !== undefined && set.length === 1 && !header.includes(';') && sameName(only, header)) {
    return isEmpty(only) ? '' : only
  }
  const jar = new Map<string, string>()
  for (const pair of [...(header === '' ? [] : header.split('; ')), ...set]) {
    if (isEmpty(pair)) jar.delete(nameOf(pair))
    else jar.set(nameOf(pair), pair)
  }
  return [...jar.values()].join('; ')
}

function nameOf(pair: string): string {
  return pair.slice(0, pair.indexOf('='))
}

function sameName(one: string, other: string): boolean {
  return other === '' || nameOf(one) === nameOf(other)
}

function isEmpty(pair: string): boolean {
  return pair.endsWith('=') && pair.indexOf('=') === pair.length - 1
}
