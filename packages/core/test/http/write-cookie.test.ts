import { describe, expect, test } from 'vitest'
import { CookieTooLargeError } from '../../src/errors.ts'
import type { CookieOptions } from '../../src/http/cookie-options.ts'
import { resolveCookie } from '../../src/http/cookie-settings.ts'
import { type CookieWriter, cookieWriter } from '../../src/http/write-cookie.ts'

function writer(options?: CookieOptions): CookieWriter {
  return cookieWriter(resolveCookie(options, { production: false }))
}

const everything: CookieOptions = {
  name: '__Secure-shop',
  path: '/shop',
  domain: 'example.com',
  sameSite: 'none',
  partitioned: true,
  priority: 'high',
}

describe('cookieWriter', () => {
  test('R72: byte for byte with the defaults', () => {
    expect(writer().set('a.b', { maxAge: 60 })).toBe(
      '__Host-sid=a.b; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Lax',
    )
  })

  test('every attribute, in a fixed order', () => {
    expect(writer(everything).set('a', { maxAge: 60 })).toBe(
      '__Secure-shop=a; Max-Age=60; Domain=example.com; Path=/shop; Secure; HttpOnly; SameSite=None; Priority=High; Partitioned',
    )
  })

  test('R78: a deletion repeats every attribute', () => {
    expect(writer().expire()).toBe(
      '__Host-sid=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; Secure; HttpOnly; SameSite=Lax',
    )
    expect(writer(everything).expire()).toBe(
      '__Secure-shop=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=example.com; Path=/shop; Secure; HttpOnly; SameSite=None; Priority=High; Partitioned',
    )
  })

  test('R79: a browser session has no Max-Age', () => {
    const expected = '__Host-sid=a; Path=/; Secure; HttpOnly; SameSite=Lax'
    expect(writer().set('a', { maxAge: null })).toBe(expected)
    expect(writer({ persistent: false }).set('a', { maxAge: 60 })).toBe(expected)
  })

  test.each([
    [0, 0],
    [0.9, 0],
    [59.9, 59],
    [-5, 0],
    [34_560_000, 34_560_000],
    [34_560_001, 34_560_000],
    [Number.POSITIVE_INFINITY, 34_560_000],
    [1e21, 34_560_000],
  ])('R79: a maxAge of %d is sent as %d', (maxAge, sent) => {
    expect(writer().set('a', { maxAge })).toContain(`; Max-Age=${sent}; `)
  })

  test('R79: no number, no cookie', () => {
    expect(() => writer().set('a', { maxAge: Number.NaN })).toThrow(TypeError)
  })

  test('R74: without Secure in insecure development', () => {
    expect(writer({ insecureDevelopment: true }).set('a', { maxAge: 1 })).toBe(
      'sid=a; Max-Age=1; Path=/; HttpOnly; SameSite=Lax',
    )
  })

  test('R75: every octet outside of cookie-octet is refused, without showing the value', () => {
    for (let code = 0; code < 0x180; code++) {
      const value = `secret${String.fromCharCode(code)}`
      const allowed = code > 0x20 && code < 0x7f && !'",;\\'.includes(String.fromCharCode(code))
      if (allowed) expect(writer().set(value, { maxAge: 1 })).toContain(`=${value};`)
      else expect(() => writer().set(value, { maxAge: 1 })).toThrow(/^(?!.*secret)/)
    }
    expect(() => writer().set('', { maxAge: 1 })).toThrow(TypeError)
    expect(() => writer().set('a\n', { maxAge: 1 })).toThrow(TypeError)
  })

  test('R76: name and value fill 4,096 bytes and no more', () => {
    const room = 4096 - '__Host-sid'.length
    expect(writer().set('a'.repeat(room), { maxAge: 1 })).toContain('=aaa')
    expect(() => writer().set('a'.repeat(room + 1), { maxAge: 1 })).toThrow(CookieTooLargeError)
  })
})
