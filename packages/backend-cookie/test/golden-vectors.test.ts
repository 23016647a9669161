import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startEdge } from './edge/edge.ts'
import { openVector, sealVector, type Vector } from './vector.ts'

const hour = 3_600_000

// Read as it is: written by version 1, and to be opened by every version to come.
const vectors: Vector[] = JSON.parse(
  readFileSync(new URL('golden-vectors.json', import.meta.url), 'utf8'),
)
const edge = await startEdge()

describe('R98 tokens are the same on Node and in an edge runtime', () => {
  it('the edge runtime has WebCrypto, and nothing of Node', () => {
    expect(edge.evaluate('typeof crypto.subtle.deriveBits')).toBe('function')
    expect(edge.evaluate('typeof process')).toBe('undefined')
    expect(edge.evaluate('typeof Buffer')).toBe('undefined')
    expect(edge.evaluate('typeof require')).toBe('undefined')
  })

  it('there is a vector for every mode, with and without a user', () => {
    expect(vectors.map(({ mode, session }) => [mode, session.userId !== null])).toEqual(
      ['sealed', 'signed'].flatMap((mode) => [false, true, false].map((user) => [mode, user])),
    )
  })

  for (const vector of vectors) {
    it(`golden: ${vector.name} opens in both, and ends in both`, async () => {
      for (const open of [openVector, edge.openVector]) {
        expect(plain(await open(vector, 12 * hour - 1))).toEqual(vector.session)
        expect(await open(vector, 12 * hour)).toBeNull()
        const token = `${vector.token.slice(0, -2)}${vector.token.at(-2) === 'A' ? 'B' : 'A'}${vector.token.at(-1)}`
        expect(await open({ ...vector, token }, 0)).toBeNull()
        expect(await open({ ...vector, namespace: 'other' }, 0)).toBeNull()
        expect(await open({ ...vector, cookieName: 'other' }, 0)).toBeNull()
      }
    })

    it(`${vector.name}: sealed in either, it opens in the other`, async () => {
      const byEdge = await edge.sealVector(vector)
      const byNode = await sealVector(vector)
      expect(byEdge).not.toBe(byNode)
      expect(byEdge).toHaveLength(vector.token.length)
      expect(byNode).toHaveLength(vector.token.length)
      expect(plain(await openVector({ ...vector, token: byEdge }, hour))).toEqual(vector.session)
      expect(plain(await edge.openVector({ ...vector, token: byNode }, hour))).toEqual(
        vector.session,
      )
    })
  }
})

/** Objects of another realm have other prototypes. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}
