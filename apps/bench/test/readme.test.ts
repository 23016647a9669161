import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { comparisonIn } from '../src/report/comparison.ts'

const root = new URL('../../../', import.meta.url)

it('the comparison in the README is that of the last benchmark', () => {
  const [readme, benchmarks] = ['README.md', 'docs/benchmarks.md'].map((file) =>
    comparisonIn(readFileSync(new URL(file, root), 'utf8')),
  )
  expect(readme).toMatch(/\| \*\*Sojourn, Redis\*\* +\| 0 +\| 0 +\|/)
  expect(readme).toBe(benchmarks)
})
