import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Meta } from '../src/record/meta.ts'
import { decodeMeta, encodeMeta } from '../src/record/meta-text.ts'

const time = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const hash = (length: number): fc.Arbitrary<string> =>
  fc.stringMatching(new RegExp(`^[A-Za-z0-9_-]{${length}}$`))
// Any UTF-16 there is: tabs, line breaks, quotes and lone surrogates too.
const text = fc.option(
  fc.string({ unit: fc.nat({ max: 0xffff }).map((n) => String.fromCharCode(n)) }),
)

const metas: fc.Arbitrary<Meta> = fc.record({
  secretHash: hash(43),
  generation: time,
  createdAt: time,
  authenticatedAt: fc.option(time),
  level: text,
  idle: time,
  endsAt: time,
  ownIdle: fc.boolean(),
  ownEnd: fc.boolean(),
  browserClose: fc.boolean(),
  issuedAt: time,
  pending: fc.option(fc.record({ hash: hash(43), at: time })),
  superseded: fc.array(
    fc.record({
      hash: hash(16),
      at: time,
      reason: fc.constantFrom('renewed', 'unclaimed', 'rotated'),
    }),
    { maxLength: 4 },
  ),
  origin: fc.option(hash(43)),
  device: fc.option(fc.record({ userAgent: text, ip: text })),
})

const decoded = (line: string): Meta | null => decodeMeta(line, 0, line.length)

describe('the text of a meta', () => {
  it('is read as it was written, wherever it stands in a payload, and holds no line break', () => {
    fc.assert(
      fc.property(metas, (meta) => {
        const line = encodeMeta(meta)
        expect(line).not.toMatch(/\n/)
        const payload = `1${line}\n{"a":"\t1"}`
        expect(decodeMeta(payload, 1, payload.indexOf('\n'))).toEqual(meta)
      }),
    )
  })

  it('is of this form, which stored sessions have', () => {
    const secretHash = 'h'.repeat(43)
    const visitor = {
      ...{ secretHash, createdAt: 1000, idle: 500, endsAt: 3000, issuedAt: 1000, generation: 0 },
      ...{ ownIdle: false, ownEnd: false, browserClose: false },
      ...{ authenticatedAt: null, level: null, device: null, pending: null, origin: null },
      superseded: [],
    }
    expect(encodeMeta(visitor)).toBe(`${secretHash}\t1000\t500\t3000`)
    const user: Meta = {
      ...visitor,
      ...{ ownEnd: true, generation: 2, issuedAt: 1200, authenticatedAt: 1100, level: 'm"fa' },
      pending: { hash: 'p'.repeat(43), at: 1300 },
      origin: 'o'.repeat(43),
      device: { userAgent: 'Lynx', ip: null },
      superseded: [{ hash: 's'.repeat(16), at: 1100, reason: 'rotated' }],
    }
    expect(encodeMeta(user)).toBe(
      [
        ...[secretHash, 1000, 500, 3000, 10, 2, 1200, 1100, '"m\\"fa"', 'p'.repeat(43), 1300],
        ...['o'.repeat(43), '"Lynx"', '', 's'.repeat(16), 1100, 2],
      ].join('\t'),
    )
  })

  it('R48 is none where a field is not what it should be', () => {
    const line = `${'h'.repeat(43)}\t1000\t500\t3000\t0\t1\t\t\t"mfa"`
    expect(decoded(line)).not.toBeNull()
    const broken = [
      line.slice(1),
      line.replace('1000', ''),
      line.replace('500', '-500'),
      line.replace('500', '5e2'),
      line.replace('3000', ''),
      line.replace('3000', '9'.repeat(17)),
      line.replace('"mfa"', 'mfa'),
      line.replace('"mfa"', '"mfa'),
      line.replace('"mfa"', '"m"fa"'),
      line.replace('"mfa"', '"\\x"'),
      line.replace('"mfa"', '["\\\\"]'),
    ]
    for (const other of broken) expect([other, decoded(other)]).toEqual([other, null])
  })

  it('R48 reading what is none never throws', () => {
    fc.assert(
      fc.property(metas, fc.nat(), fc.string(), (meta, at, junk) => {
        const line = encodeMeta(meta)
        const place = at % line.length
        decoded(line.slice(0, place))
        decoded(line.slice(0, place) + junk + line.slice(place))
        decoded(junk)
      }),
    )
  })
})
