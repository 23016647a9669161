import type { Target } from '../part.ts'
import { judged, type Wanted } from '../report/judge.ts'
import type { Summary } from '../statistics.ts'
import type { HttpResults } from './results.ts'

/** A contender's figure under a workload beside another's. */
interface Comparison extends Wanted {
  readonly contender: string
  readonly of: string
  readonly workload: string
  /** Both as shares of their bare frameworks, because these differ. */
  readonly bare?: readonly [string, string]
}

const redis = 'koa-sojourn-redis'
const cached = 'koa-sojourn-redis-cached'
const cookie = 'koa-sojourn-cookie'
const postgres = 'koa-sojourn-postgres'

const comparisons: readonly Comparison[] = [
  ...both(redis, 'koa-floor-redis', 'Redis: share of the floor', [0.85, 0.8]),
  ...both(redis, 'koa-session-redis', 'Redis: times koa-session + Redis', [2.2, 2.3]),
  {
    what: 'read, Redis with the cache: share of the floor in memory',
    contender: cached,
    of: 'koa-floor-memory',
    workload: 'read',
    atLeast: 1,
  },
  ...(['memory', 'sqlite', 'redis', 'postgres', 'cookie'] as const).map((store) => ({
    what: `untouched with a cookie, ${store}: share of the floor`,
    contender: `koa-sojourn-${store}`,
    of: `koa-floor-${store}`,
    workload: 'untouched-cookie',
    atLeast: 0.95,
  })),
  ...both(
    postgres,
    'express-session-postgres',
    'PostgreSQL: times connect-pg-simple, both as shares of the bare framework',
    [2, 2],
    ['koa-bare', 'express-bare'],
  ),
  ...both(cookie, 'koa-floor-cookie', 'sealed cookie: share of the AES-GCM floor', [0.8, 0.8]),
  ...both(cookie, 'http-iron-session', 'sealed cookie: times iron-session', [3, 5]),
]

function both(
  contender: string,
  of: string,
  what: string,
  [read, write]: readonly [number, number],
  bare?: readonly [string, string],
): Comparison[] {
  const common = { contender, of, ...(bare && { bare }) }
  return [
    { ...common, what: `read, ${what}`, workload: 'read', atLeast: read },
    { ...common, what: `read-modify-write, ${what}`, workload: 'write', atLeast: write },
  ]
}

/** Who is compared with whom, under what: ids. */
export const compared = {
  contenders: new Set(
    comparisons.flatMap(({ contender, of, bare }) => [contender, of, ...(bare ?? [])]),
  ),
  workloads: new Set(comparisons.map(({ workload }) => workload)),
}

/** What was to hold over HTTP, as far as those who are compared were measured. */
export function httpTargets(results: HttpResults): Target[] {
  return comparisons.flatMap((comparison) => {
    const figure = compare(results, comparison)
    if (figure === undefined) return []
    const beside = `${cpuOf(results, comparison).toFixed(2)} by processor time of the server`
    return [{ ...judged(figure, comparison), beside }]
  })
}

function cpuOf(results: HttpResults, { contender, of, workload, bare }: Comparison): number {
  const share = results.cpuShare(contender, of, workload)
  // Both beside their own framework: Express costs more than Koa by itself.
  return bare === undefined ? share : share / results.cpuShare(...bare, workload)
}

function compare(
  results: HttpResults,
  { contender, of, workload, bare }: Comparison,
): Summary | undefined {
  const all = [contender, of, ...(bare ?? [])]
  if (!all.every((id) => results.has(id))) return undefined
  return bare === undefined
    ? results.share(contender, of, workload)
    : results.shareOfShares([contender, bare[0]], [of, bare[1]], workload)
}
