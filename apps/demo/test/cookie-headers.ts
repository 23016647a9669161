import fc from 'fast-check'

/** Tokens that a header may hold. */
export interface Tokens {
  /** Of people who are signed in. */
  readonly live: readonly string[]
  /** Of sessions that have ended, and of a visitor who is nobody yet. */
  readonly others: readonly string[]
}

/** What a header can carry: each byte is a character of its own here. */
const character = fc
  .oneof(
    { arbitrary: fc.integer({ min: 0x20, max: 0x7e }), weight: 8 },
    { arbitrary: fc.integer({ min: 0x80, max: 0xff }), weight: 2 },
    { arbitrary: fc.constant(0x09), weight: 1 },
  )
  .map((code) => String.fromCharCode(code))
const text = fc.string({ unit: character, maxLength: 40 })

/** The last two are blanks to JavaScript alone: no cookie's name or value is trimmed of them. */
const blanks = fc.oneof(
  { arbitrary: fc.constant(''), weight: 20 },
  { arbitrary: fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 3 }), weight: 5 },
  { arbitrary: fc.constantFrom('\u00a0', '\u0085'), weight: 1 },
)

const strangeNames = [
  ...['__host-sid', '__HOST-SID', 'sid', '__Secure-sid', 'x__Host-sid', '%5F_Host-sid'],
  // What stands beside a cookie that was forwarded, or spread.
  ...['__Host-sid-presented', '__Host-sid-1', '__Host-sid.1', '"__Host-sid"'],
  ...['__proto__', 'constructor', 'toString', '$Version', 'theme', '_ga', ''],
]
const names = fc.oneof(
  { arbitrary: fc.constant('__Host-sid'), weight: 12 },
  { arbitrary: fc.constantFrom(...strangeNames), weight: 6 },
  { arbitrary: text, weight: 1 },
)

const separators = fc.oneof(
  { arbitrary: fc.constant('; '), weight: 8 },
  { arbitrary: fc.constantFrom(';', ';;', ' ;\t', '; ; ', ',', ', '), weight: 2 },
)

/** Cookie headers, the same ones for the same seed. */
export function cookieHeaders(tokens: Tokens, count: number, seed: number): string[] {
  const values = fc.oneof(
    { arbitrary: fc.constantFrom(...tokens.live), weight: 16 },
    { arbitrary: fc.constantFrom(...tokens.others), weight: 6 },
    { arbitrary: nearlyOf([...tokens.live, ...tokens.others]), weight: 10 },
    { arbitrary: text, weight: 3 },
    { arbitrary: text.map((start) => start.padEnd(3000, '=junk ')), weight: 1 },
  )
  const cookie = fc.tuple(blanks, names, blanks, fc.constant('='), blanks, values, blanks)
  const pairs = fc.oneof(
    { arbitrary: cookie.map((parts) => parts.join('')), weight: 10 },
    { arbitrary: fc.oneof(names, values, text, fc.constant('')), weight: 3 },
  )
  const headers = fc
    .array(fc.tuple(pairs, separators), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.flat().slice(0, -1).join(''))
  return fc.sample(headers, { numRuns: count, seed })
}

/** What differs a little from a token. */
function nearlyOf(tokens: readonly string[]): fc.Arbitrary<string> {
  const token = fc.constantFrom(...tokens)
  const changed = fc
    .tuple(token, fc.nat(65), fc.constantFrom(...'AQgwz09-_.~ é'))
    .map(([from, at, to]) => from.slice(0, at) + to + from.slice(at + 1))
  const recombined = fc.tuple(token, token).map(([one, other]) => {
    const [[id = ''], [, secret = '']] = [one.split('.'), other.split('.')]
    return `${id}.${secret}`
  })
  return fc.oneof(
    changed,
    recombined,
    token.map((each) => each.split('.').reverse().join('.')),
    token.map((each) => `"${each}"`),
    token.map((each) => each.replace('.', '%2E')),
    token.map((each) => `%${each.charCodeAt(0).toString(16)}${each.slice(1)}`),
    token.map((each) => each.toLowerCase()),
    token.map((each) => `${each}=`),
    fc.tuple(token, fc.nat(65)).map(([each, length]) => each.slice(0, length)),
    fc.tuple(token, token).map((both) => both.join(',')),
  )
}
