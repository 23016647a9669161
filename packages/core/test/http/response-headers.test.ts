import { describe, expect, test } from 'vitest'
import {
  applySessionHeaders,
  type ResponseHeaders,
  type SessionHeaderChange,
} from '../../src/http/response-headers.ts'
import { webHeaders } from '../../src/http/web-headers.ts'

const setCookie = '__Host-sid=new; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Lax'

/** A port over a Map, as a Node response keeps its headers. */
function recorded(initial: Record<string, string | readonly string[]> = {}) {
  const values = new Map(
    Object.entries(initial).map(([name, value]) => [name.toLowerCase(), value]),
  )
  const headers: ResponseHeaders = {
    get: (name) => values.get(name.toLowerCase()),
    set: (name, value) => void values.set(name.toLowerCase(), value),
  }
  return { headers, values }
}

function applied(
  initial: Record<string, string | readonly string[]>,
  change: SessionHeaderChange,
): Record<string, unknown> {
  const { headers, values } = recorded(initial)
  const first = applySessionHeaders(headers, change)
  const once = Object.fromEntries(values)
  applySessionHeaders(headers, change)
  expect(Object.fromEntries(values), 'applying twice is applying once').toEqual(once)
  return { ...once, overridden: first.overridden }
}

describe('applySessionHeaders', () => {
  test('R80: nothing to say, nothing set', () => {
    expect(applied({ 'Cache-Control': 'public' }, { observed: false })).toEqual({
      'cache-control': 'public',
      overridden: [],
    })
  })

  test('R81: a session cookie is never stored', () => {
    expect(applied({}, { setCookie, observed: false })).toEqual({
      'set-cookie': setCookie,
      'cache-control': 'no-store',
      overridden: [],
    })
  })

  test('R81: a response that looked at the session varies by Cookie and is private', () => {
    expect(applied({}, { observed: true })).toEqual({
      vary: 'Cookie',
      'cache-control': 'private',
      overridden: [],
    })
  })

  test.each([
    ['public', 'no-store', true],
    ['public, max-age=600', 'no-store', true],
    ['PUBLIC, S-MaxAge=600', 'no-store', true],
    ['s-maxage = "600"', 'no-store', true],
    ['max-age=600', 'no-store', true],
    ['max-age=0', 'max-age=0, no-store', false],
    ['private', 'private, no-store', false],
    ['no-cache, immutable', 'no-cache, no-store', true],
    ['no-store, must-understand', 'no-store', true],
    ['no-store', 'no-store', false],
    [
      'private, no-cache, no-store, max-age=0, must-revalidate',
      'private, no-cache, no-store, max-age=0, must-revalidate',
      false,
    ],
    [
      'no-cache="a, public", x="\\", public"',
      'no-cache="a, public", x="\\", public", no-store',
      false,
    ],
    ['', 'no-store', false],
    [',, ,', 'no-store', false],
  ])('R81: beside a cookie, %j becomes %j', (before, after, overridden) => {
    expect(applied({ 'Cache-Control': before }, { setCookie, observed: false })).toEqual({
      'set-cookie': setCookie,
      'cache-control': after,
      overridden: overridden ? ['Cache-Control'] : [],
    })
  })

  test.each([
    ['public', 'private', true],
    ['public, max-age=600', 'private, max-age=600', true],
    ['max-age=600, s-maxage=60', 'private, max-age=600', true],
    ['max-age=600', 'private, max-age=600', false],
    ['no-cache', 'private, no-cache', false],
    ['No-Store', 'no-store', false],
    ['no-store, public', 'no-store', true],
    ['Private, max-age=5', 'private, max-age=5', false],
    ['private="set-cookie"', 'private, private="set-cookie"', false],
    ['', 'private', false],
  ])('R81: when observed, %j becomes %j', (before, after, overridden) => {
    expect(applied({ 'Cache-Control': before }, { observed: true })).toEqual({
      vary: 'Cookie',
      'cache-control': after,
      overridden: overridden ? ['Cache-Control'] : [],
    })
  })

  test('R81: several Cache-Control lines are one', () => {
    const before = { 'Cache-Control': ['max-age=5', 'public'] }
    expect(applied(before, { observed: true })).toMatchObject({
      'cache-control': 'private, max-age=5',
      overridden: ['Cache-Control'],
    })
  })

  test('R81: what speaks to a CDN alone is overridden too', () => {
    const before = { 'CDN-Cache-Control': 'max-age=600', 'Surrogate-Control': 'no-store' }
    for (const change of [{ observed: true }, { setCookie, observed: false }]) {
      expect(applied(before, change)).toMatchObject({
        'cdn-cache-control': 'no-store',
        'surrogate-control': 'no-store',
        overridden: ['CDN-Cache-Control'],
      })
    }
  })

  test.each([
    ['Accept-Encoding', 'Accept-Encoding, Cookie'],
    ['cookie', 'cookie'],
    ['Origin,COOKIE , Accept', 'Origin,COOKIE , Accept'],
    ['X-Cookie', 'X-Cookie, Cookie'],
    ['*', '*'],
    ['Origin, *', 'Origin, *'],
    ['', 'Cookie'],
  ])('R81: Vary: %j becomes %j', (before, after) => {
    expect(applied({ Vary: before }, { observed: true })).toMatchObject({ vary: after })
  })

  test('R81: several Vary lines are one', () => {
    expect(applied({ Vary: ['Origin', 'Accept'] }, { observed: true })).toMatchObject({
      vary: 'Origin, Accept, Cookie',
    })
  })

  test('R77: other cookies stay, in their order', () => {
    const others = ['a=1; Path=/', 'b=2']
    expect(applied({ 'Set-Cookie': others }, { setCookie, observed: false })).toMatchObject({
      'set-cookie': [...others, setCookie],
    })
    expect(applied({ 'Set-Cookie': 'a=1' }, { setCookie, observed: false })).toMatchObject({
      'set-cookie': ['a=1', setCookie],
    })
  })

  test('R77: our earlier header is replaced, whatever its other attributes and their case', () => {
    const before = [
      'a=1',
      '__Host-sid=old; PATH = / ; HttpOnly',
      'b=2',
      '__Host-sid=; Max-Age=0; Path=/x; Path=/; Secure',
    ]
    expect(applied({ 'Set-Cookie': before }, { setCookie, observed: false })).toMatchObject({
      'set-cookie': ['a=1', 'b=2', setCookie],
    })
  })

  test('R77: the same name elsewhere is another cookie', () => {
    const ours = 'sid=new; Domain=example.com; Path=/'
    const others = [
      'sid=1; Path=/',
      'sid=1; Domain=example.com; Path=/x',
      'sid=1; Domain=a.example.com; Path=/',
      'SID=1; Domain=example.com; Path=/',
      'xsid=1; Domain=example.com; Path=/',
      'sid; Domain=example.com; Path=/',
      '',
    ]
    const same = 'sid=old; path=/; domain=.EXAMPLE.com'
    const change = { setCookie: ours, observed: false }
    expect(applied({ 'Set-Cookie': [...others, same] }, change)).toMatchObject({
      'set-cookie': [...others, ours],
    })
  })
})

describe('webHeaders', () => {
  test('R77: keeps cookies apart, with commas in them', () => {
    const headers = new Headers({ Vary: 'Origin' })
    headers.append('Set-Cookie', 'a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT')
    headers.append('Set-Cookie', '__Host-sid=old; Path=/')
    headers.append('Set-Cookie', 'b=2')
    applySessionHeaders(webHeaders(headers), { setCookie, observed: true })
    expect(headers.getSetCookie()).toEqual([
      'a=1; Expires=Thu, 01 Jan 2099 00:00:00 GMT',
      'b=2',
      setCookie,
    ])
    expect(headers.get('vary')).toBe('Origin, Cookie')
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('an absent header is undefined', () => {
    const port = webHeaders(new Headers())
    expect(port.get('vary')).toBeUndefined()
    expect(port.get('SET-COOKIE')).toBeUndefined()
  })
})
