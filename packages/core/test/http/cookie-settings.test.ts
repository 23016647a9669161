import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../../src/errors.ts'
import type { CookieOptions } from '../../src/http/cookie-options.ts'
import { resolveCookie } from '../../src/http/cookie-settings.ts'

const production = { production: true }
const development = { production: false }

/** As a JavaScript caller could write it. */
function untyped(options: Record<string, unknown>): CookieOptions {
  return options
}

function refusal(options: CookieOptions, env: { production: boolean } = production): string {
  try {
    resolveCookie(options, env)
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError)
    return error instanceof Error ? error.message : ''
  }
  throw new Error(`accepted: ${JSON.stringify(options)}`)
}

describe('resolveCookie', () => {
  test('R72: the defaults', () => {
    const defaults = {
      name: '__Host-sid',
      path: '/',
      domain: undefined,
      secure: true,
      sameSite: 'lax',
      partitioned: false,
      priority: undefined,
      persistent: true,
    }
    expect(resolveCookie(undefined, production)).toEqual(defaults)
    expect(resolveCookie({}, development)).toEqual(defaults)
    expect(resolveCookie({ name: undefined, domain: undefined }, production)).toEqual(defaults)
  })

  test('every option', () => {
    const options: CookieOptions = {
      name: '__Secure-shop',
      path: '/shop/',
      domain: 'Example.com',
      sameSite: 'none',
      partitioned: true,
      priority: 'high',
      persistent: false,
    }
    expect(resolveCookie(options, production)).toEqual({
      ...options,
      domain: 'example.com',
      secure: true,
    })
  })

  test.each([
    [{ domain: 'example.com' }, '__Secure-sid'],
    [{ path: '/shop' }, '__Secure-sid'],
    [{ name: '__Host-a', domain: 'example.com' }, '__Secure-a'],
    [{ name: '__host-a', domain: 'example.com' }, '__Secure-a'],
    [{ name: '__HOST-a', path: '/shop' }, '__Secure-a'],
    [{ name: '__Host-Http-a', path: '/shop' }, '__Secure-a'],
    [{ name: '__host-a', path: '/shop', insecureDevelopment: true }, '__Secure-a'],
  ] satisfies [CookieOptions, string][])('R73: %j contradicts its prefix', (options, instead) => {
    expect(refusal(options, development)).toContain(`name: "${instead}"`)
  })

  test('R73: a prefix in any case is the prefix, and is sent as every browser enforces it', () => {
    expect(resolveCookie({ name: '__HOST-a' }, production).name).toBe('__Host-a')
    expect(resolveCookie({ name: '__secure-a' }, production).name).toBe('__Secure-a')
  })

  test.each([
    'Host__sid',
    'Host-sid',
    '_Host-sid',
    '__host_sid',
    '__Host_sid',
    '__Hostsid',
    '___Host-sid',
    '-_Host-sid',
    '__Hots-sid',
    'Secure__sid',
    'secure-sid',
    '_Secure-sid',
    '__Secure_sid',
    '__Secur-sid',
    '_http-sid',
    '__Host-__Secure-sid',
    '__Secure-__host-sid',
  ])('R73: the misspelt prefix of %s', (name) => {
    expect(refusal({ name })).toContain('prefix')
  })

  test.each([
    'sid',
    'host_sid',
    'my-host-sid',
    'secured',
    '__session',
    '__Host-secure-sid',
    'hostess',
  ])('%s is no misspelt prefix', (name) => {
    expect(resolveCookie({ name }, production).name).toBe(name)
  })

  test.each([
    '',
    ' ',
    'a b',
    'a;b',
    'a=b',
    'a,b',
    'a"b',
    'a\\b',
    'a\r\nb',
    'a\0',
    'ä',
    '__Host-',
    'a/b',
  ])('R75: the name %j', (name) => {
    expect(refusal({ name })).toContain('cookie.name')
  })

  test.each([
    '',
    'shop',
    '/a;b',
    '/a b',
    '/a,b',
    '/a"b',
    "/a'b",
    '/a\\b',
    '/a\r\nSet-Cookie: x=1',
    '/\0',
    '/\x7f',
    '/ä',
    `/${'a'.repeat(1024)}`,
  ])('R75, R76: the path %j', (path) => {
    expect(refusal({ name: 'sid', path })).toContain('cookie.path')
  })

  test.each([
    '',
    '.example.com',
    'example.com.',
    'a..b',
    'https://example.com',
    'example.com:80',
    'a;b',
    'a b',
    'a,b',
    'a"b',
    'a\r\nb',
    '-a.com',
    'a_b.com',
    'bücher.de',
    '127.0.0.1',
    '[::1]',
    `${'a.'.repeat(127)}com`,
    `${'a'.repeat(64)}.com`,
  ])('R75: the domain %j', (domain) => {
    expect(refusal({ name: 'sid', domain })).toContain('cookie.domain')
  })

  test('R75: values of other types and outside of the lists', () => {
    const wrong: Record<string, unknown>[] = [
      { name: 1 },
      { path: ['/'] },
      { name: 'sid', domain: {} },
      { sameSite: 'Lax' },
      { sameSite: false },
      { sameSite: 'lax; Domain=evil.example' },
      { priority: 'High' },
      { partitioned: 'yes' },
      { persistent: 1 },
      { insecureDevelopment: 'true' },
    ]
    for (const options of wrong) refusal(untyped(options), development)
  })

  test('R74: Secure and HttpOnly are no options', () => {
    expect(refusal(untyped({ secure: false }))).toContain('insecureDevelopment')
    expect(refusal(untyped({ httpOnly: false }))).toContain('always HttpOnly')
    expect(refusal(untyped({ maxAge: 60 }))).toContain('lifetime')
    expect(refusal(untyped({ samesite: 'lax' }))).toContain('sameSite')
  })

  test('R74: insecureDevelopment drops Secure and the prefix, and is refused in production', () => {
    const options = { insecureDevelopment: true }
    expect(resolveCookie(options, development)).toMatchObject({ name: 'sid', secure: false })
    expect(refusal(options, production)).toContain('production')
    expect(resolveCookie({ insecureDevelopment: false }, production).secure).toBe(true)
    expect(resolveCookie({ ...options, name: '__Secure-a' }, development).name).toBe('a')
    expect(resolveCookie({ ...options, name: '__Host-Http-a' }, development).name).toBe('a')
  })

  test('R73: what needs Secure contradicts insecureDevelopment', () => {
    expect(refusal({ insecureDevelopment: true, sameSite: 'none' }, development)).toContain('lax')
    expect(refusal({ insecureDevelopment: true, partitioned: true }, development)).toContain(
      'https',
    )
  })
})
