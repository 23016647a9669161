const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const COOKIE_OCTETS = /^[!#-+\--:<-[\]-~]+$/

/** An RFC 9110 `token`: what a cookie, or a header, may be called. */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** One or more `cookie-octet` of RFC 6265: printable ASCII without space, `"`, `,`, `;` and `\`. */
export function isCookieOctets(text: string): boolean {
  return COOKIE_OCTETS.test(text)
}
