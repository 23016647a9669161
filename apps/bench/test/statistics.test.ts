import { describe, expect, it } from 'vitest'
import { httpTargets } from '../src/http/http-targets.ts'
import { HttpResults, type Slice } from '../src/http/results.ts'
import { counted, judged } from '../src/report/judge.ts'
import { targetsSection } from '../src/report/targets-section.ts'
import { summary } from '../src/statistics.ts'

describe('a summary', () => {
  it('has the median and the middle half, whatever the order', () => {
    expect(summary([5, 1, 3, 2, 4])).toEqual({ median: 3, low: 2, high: 4 })
    expect(summary([1, 2])).toEqual({ median: 1.5, low: 1.25, high: 1.75 })
    expect(summary([7])).toEqual({ median: 7, low: 7, high: 7 })
  })
})

describe('a target', () => {
  const what = 'read'

  it('holds, does not, or cannot be told where it lies within the spread', () => {
    const figure = { median: 0.8, low: 0.7, high: 0.9 }
    expect(judged(figure, { what, atLeast: 0.6 }).holds).toBe(true)
    expect(judged(figure, { what, atLeast: 0.75 }).holds).toBe('unclear')
    expect(judged(figure, { what, atLeast: 0.85 }).holds).toBe('unclear')
    expect(judged(figure, { what, atLeast: 0.95 }).holds).toBe(false)
    expect(judged(figure, { what, atMost: 0.95 }).holds).toBe(true)
    expect(judged(figure, { what, atMost: 0.65 }).holds).toBe(false)
  })

  it('does not hold for a figure that is missing', () => {
    const missing = summary([])
    expect(judged(missing, { what, atLeast: 0 }).holds).toBe(false)
    expect(judged(missing, { what, atMost: 1 }).holds).toBe(false)
  })

  it('of something counted holds for exactly that count', () => {
    expect(counted('lost', 0, 0).holds).toBe(true)
    expect(counted('lost', 1, 0).holds).toBe(false)
  })

  it('is in the table, and in the sentence above it', () => {
    const figure = { median: 0.8, low: 0.7, high: 0.9 }
    const lines = targetsSection([
      judged(figure, { what: 'one', atLeast: 0.6 }),
      judged(figure, { what: 'two', atLeast: 0.95 }),
      judged(figure, { what: 'three', atLeast: 0.8 }),
    ]).join('\n')
    expect(lines).toContain('Of 3, 1 hold in this run, 1 do not, and 1 cannot be told')
    expect(lines).toMatch(/one +\| at least 0.6 +\| 0.80 \(0.70–0.90\) \| yes/)
    expect(lines).toMatch(/two .*\*\*no\*\*/)
    expect(lines).toMatch(/three .*unclear/)
  })
})

describe('ratios', () => {
  /** Rounds differ by a factor of ten, as on a machine that others use too. */
  function slices(contender: string, perSecond: readonly number[], workload = 'read'): Slice[] {
    return perSecond.map((value, i) => ({
      contender,
      workload,
      round: i + 1,
      perSecond: value,
      requests: 1,
      p99: 1,
      busy: 1,
      cpu: 1,
    }))
  }

  it('are between figures of one round', () => {
    const results = new HttpResults(
      [...slices('floor', [1000, 100, 5000]), ...slices('ours', [900, 90, 4500])],
      1,
    )
    expect(results.share('ours', 'floor', 'read')).toEqual({ median: 0.9, low: 0.9, high: 0.9 })
    expect(results.figure('ours', 'read', 'perSecond').median).toBe(900)
  })

  it('of shares take each contender beside its own framework', () => {
    const results = new HttpResults(
      [
        ...slices('koa', [100, 200]),
        ...slices('ours', [50, 100]),
        ...slices('express', [40, 10]),
        ...slices('peer', [10, 2.5]),
      ],
      1,
    )
    const times = results.shareOfShares(['ours', 'koa'], ['peer', 'express'], 'read')
    expect(times).toEqual({ median: 2, low: 2, high: 2 })
  })

  it('become targets for those who were measured, and no others', () => {
    const results = new HttpResults(
      [
        ...slices('koa-sojourn-redis', [86, 87]),
        ...slices('koa-floor-redis', [100, 100]),
        ...slices('koa-session-redis', [50, 50]),
      ],
      1,
    )
    const found = httpTargets(results)
    const read = found.filter(({ what }) => what.startsWith('read, Redis:'))
    expect(read.map(({ holds }) => holds)).toEqual([true, false])
    expect(found.some(({ what }) => what.includes('PostgreSQL'))).toBe(false)
  })
})
