import type { Contender } from '../contenders/contender.ts'
import type { HttpResults } from '../http/results.ts'
import type { Workload } from '../load/workloads.ts'
import { isPinned } from '../process/cores.ts'
import { rate, withSpread } from './figures.ts'
import { table } from './table.ts'

/** What the table of one framework is made from. */
export interface HttpReport {
  readonly results: HttpResults
  readonly contenders: readonly Contender[]
  readonly workloads: readonly Workload[]
  readonly connections: number
  readonly rounds: number
}

/** Koa's contenders, as lines of Markdown. */
export function httpSection(report: HttpReport): string[] {
  const { results, contenders, workloads } = report
  const bare = contenders.find(({ layer }) => layer === 'bare')
  const sojourn = contenders.filter(({ layer }) => layer === 'sojourn')
  const rows = (
    who: readonly Contender[],
    cell: (contender: Contender, workload: string) => string,
  ): string[] =>
    table(
      ['', ...workloads.map(({ title }) => title)],
      who.map((contender) => [contender.title, ...workloads.map(({ id }) => cell(contender, id))]),
    )
  const floorOf = ({ store }: Contender): Contender | undefined =>
    contenders.find((other) => other.layer === 'floor' && other.store === store)
  const share = (contender: Contender, of: Contender | undefined, workload: string): string =>
    of === undefined ? '' : withSpread(results.share(contender, of, workload), 2)

  return [
    '## Koa',
    '',
    ...explanation(report),
    '',
    '### Share of the requests per second of Koa without sessions',
    '',
    ...rows(contenders, (contender, workload) => share(contender, bare, workload)),
    '',
    '### Share of the floor with the same store',
    '',
    ...rows(sojourn, (contender, workload) => share(contender, floorOf(contender), workload)),
    '',
    '### Requests per second',
    '',
    ...rows(contenders, (contender, workload) =>
      rate(results.figure(contender, workload, 'perSecond')),
    ),
    '',
    '### Processor time of the server for one request, µs',
    '',
    ...rows(contenders, (contender, workload) =>
      withSpread(results.figure(contender, workload, 'cpu'), 0),
    ),
    '',
    '### 99th percentile of the answer time, ms',
    '',
    ...rows(contenders, (contender, workload) =>
      results.figure(contender, workload, 'p99').median.toFixed(1),
    ),
    '',
  ]
}

function explanation({ results, connections, rounds }: HttpReport): string[] {
  const cores = isPinned() ? 'each on a core of its own' : 'not bound to a core of their own'
  const busy = Math.round(results.busiest * 100)
  return [
    `Server and load generator are two processes, ${cores}; ${connections} connections, each a visitor with a session of about 300 bytes; ${rounds} rounds, in which the contenders take turns. Every answer is checked. Ratios are between figures of one round. Medians; in brackets, or after ±, the middle half of the rounds: two figures whose brackets overlap are equal as far as this run can tell. The load generator never sleeps, so that waking it costs no server anything; answers kept it busy for at most ${busy} % of the time: above 95 %, the fastest servers were faster than they appear. Processor time is what to look at where the machine was not ours alone.`,
    '',
    '**Floor**: a layer by hand, without features: it parses the cookie, does one store call, parses JSON, and writes back when told of a change. One bare middleware already costs Koa something: compare with the floor, not only with bare.',
  ]
}
