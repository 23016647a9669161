import { expect, it } from 'vitest'
import { Recent } from '../../src/store/recent.ts'

it('gives each name once, also where a scan repeats it', () => {
  const recent = new Recent()
  expect(recent.fresh(['a', 'b', 'a'])).toEqual(['a', 'b'])
  expect(recent.fresh(['b', 'c'])).toEqual(['c'])
})

it('remembers a bounded number', () => {
  const recent = new Recent()
  const names = Array.from({ length: 50_000 }, (_, n) => `name-${n}`)
  expect(recent.fresh(names)).toHaveLength(50_000)
  // The last 20,000 are known, the others forgotten.
  expect(recent.fresh(names.slice(-20_000))).toEqual([])
  expect(recent.fresh(names.slice(0, 10))).toHaveLength(10)
})
