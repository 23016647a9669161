import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readCookie } from '../../src/http/parse-cookies.ts'

/** The rules of R84, R85 and R87, written down without regard for speed. */
function reference(header: string | readonly string[] | undefined, name: string): string[] {
  if (header === undefined || !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) return []
  const text = typeof header === 'string' ? header : header.join(';')
  const values: string[] = []
  let end = -1
  for (const pair of text.split(';').slice(0, 200)) {
    end += 1 + pair.length
    const equals = pair.indexOf('=')
    if (end > 16_384 || equals === -1) continue
    if (trim(pair.slice(0, equals)) === name) values.push(trim(pair.slice(equals + 1)))
  }
  return values
}

function trim(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '')
}

describe('readCookie (R84, R85, R87)', () => {
  test.each([
    ['one', 'sid=a', ['a']],
    ['among others', 'x=1; sid=a; y=2', ['a']],
    ['without spaces', 'x=1;sid=a;y=2', ['a']],
    ['several, in order', 'sid=a; sid=b; sid=a', ['a', 'b', 'a']],
    ['blanks and tabs around', '\t sid \t= \ta\t ; x=1', ['a']],
    ['an empty value', 'sid=; x=1', ['']],
    ['only blanks as value', 'sid= \t ;x', ['']],
    ['an equals sign in the value', 'sid=a=b==', ['a=b==']],
    ['no percent-decoding', 'sid=%61%3B', ['%61%3B']],
    ['no decoding of the name', 's%69d=a', []],
    ['no quote stripping', 'sid="a"', ['"a"']],
    ['a quote hides no semicolon', 'x="; sid=a; "', ['a']],
    ['no $Version', '$Version=1; sid=a; $Path=/', ['a']],
    ['no missing equals', 'sid; sid', []],
    ['another case', 'SID=a; Sid=b', []],
    ['a longer name', 'xsid=a; sidx=b; x-sid=c', []],
    ['a name within a value', 'x=sid=a; y= sid=b', []],
    ['a name with a blank inside', 'a sid=1; sid a=2', []],
    ['no other white space is trimmed', '\u00a0sid=a; \u000bsid=b; sid=\u00a0c', ['\u00a0c']],
    ['a comma separates nothing', 'x=1, sid=a', []],
    ['junk', ';;=;= ;sid', []],
  ])('%s: %j', (_, header, values) => {
    expect(readCookie(header, 'sid')).toEqual(values)
    expect(reference(header, 'sid')).toEqual(values)
  })

  test('R87: several header lines are one header; no header has no cookies', () => {
    expect(readCookie(['sid=a; x=1', 'y=2', ' sid=b'], 'sid')).toEqual(['a', 'b'])
    expect(readCookie(['x="', '"; sid=a'], 'sid')).toEqual(['a'])
    expect(readCookie([], 'sid')).toEqual([])
    expect(readCookie(undefined, 'sid')).toEqual([])
    expect(readCookie(null, 'sid')).toEqual([])
  })

  test('a name that no cookie can have gives nothing', () => {
    for (const name of ['', ' ', 'a=b', 'a;b', ' sid', 'sid ', 'ü']) {
      expect(readCookie(`=x; a=b=c; a;b=1; sid=1; ${name}=1`, name)).toEqual([])
    }
  })

  test('R85: pairs beyond the first 200 are not looked at', () => {
    const pairs = (count: number) => 'x=1;'.repeat(count)
    expect(readCookie(`${pairs(199)}sid=a;sid=b`, 'sid')).toEqual(['a'])
    expect(readCookie(`${pairs(200)}sid=a`, 'sid')).toEqual([])
    expect(readCookie(`${';'.repeat(199)}sid=a;sid=b`, 'sid')).toEqual(['a'])
    expect(readCookie(`${';'.repeat(200)}sid=a`, 'sid')).toEqual([])
  })

  test('R85: a pair that ends beyond 16 KiB is not looked at, and never cut', () => {
    const upTo = (length: number) => `${'x'.repeat(length - 6)};sid=a`
    expect(readCookie(upTo(16_384), 'sid')).toEqual(['a'])
    expect(readCookie(`${upTo(16_384)};sid=b`, 'sid')).toEqual(['a'])
    expect(readCookie(upTo(16_385), 'sid')).toEqual([])
    expect(readCookie(`${upTo(16_384)}b`, 'sid')).toEqual([])
    expect(readCookie('sid='.padEnd(20_000, 'a'), 'sid')).toEqual([])
  })

  test('R85: linear: hostile headers of 16 KiB cost no more than a few times an honest one', () => {
    const blanks = `sid${' '.repeat(100)}`.repeat(150)
    const hostile = [blanks, 'sid '.repeat(4_000), ';sid'.repeat(4_000), 'sid= ;'.repeat(2_000)]
    for (const header of hostile)
      expect(readCookie(header, 'sid')).toEqual(reference(header, 'sid'))
  })

  test('R84: equals the reference on 100,000 generated headers', { timeout: 120_000 }, () => {
    const name = fc.constantFrom('sid', '__Host-sid', 'a', 'aa', 's.d')
    const piece = (own: string) =>
      fc.oneof(
        { weight: 4, arbitrary: fc.constant(own) },
        { weight: 3, arbitrary: fc.constantFrom('=', ';', '; ', ' ', '\t', '==', `${own}=`) },
        {
          weight: 2,
          arbitrary: fc.constantFrom(`;${own}=`, ` ${own} =`, 'a', 'sid', '"', ',', '%'),
        },
        { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
        { weight: 1, arbitrary: fc.nat(230).map((count) => ';'.repeat(count)) },
        { weight: 1, arbitrary: fc.constantFrom('x'.repeat(8_190), ' '.repeat(300)) },
      )
    const line = (own: string) => fc.array(piece(own), { maxLength: 25 }).map((all) => all.join(''))
    const input = name.chain((own) =>
      fc.tuple(
        fc.constant(own),
        fc.oneof(
          { weight: 4, arbitrary: line(own) },
          { weight: 1, arbitrary: fc.array(line(own)) },
        ),
      ),
    )
    let found = 0
    fc.assert(
      fc.property(input, ([own, header]) => {
        const values = readCookie(header, own)
        found += values.length
        const expected = reference(header, own)
        return (
          values.length === expected.length && values.every((value, at) => value === expected[at])
        )
      }),
      { numRuns: 100_000 },
    )
    // A generator that never hits the name would prove nothing.
    expect(found).toBeGreaterThan(20_000)
  })
})
