/**
 * What a browser tells cookies apart by: name, domain and path of a `Set-Cookie` header, read as
 * RFC 6265bis (5.6) reads it: names of attributes in any case, the last attribute of a kind counts.
 */
export function cookieIdentity(setCookie: string): string {
  const [pair = '', ...attributes] = setCookie.split(';')
  let domain = ''
  let path = ''
  for (const attribute of attributes) {
    const equals = attribute.indexOf('=')
    if (equals === -1) continue
    const value = attribute.slice(equals + 1).trim()
    const key = attribute.slice(0, equals).trim().toLowerCase()
    if (key === 'domain') domain = value.replace(/^\./, '').toLowerCase()
    if (key === 'path') path = value
  }
  // No semicolon can be part of any of the three.
  return `${pair.slice(0, Math.max(0, pair.indexOf('='))).trim()};${domain};${path}`
}
