import type { Contender, Framework } from '../contenders/contender.ts'
import type { HttpResults } from '../http/results.ts'
import type { Workload } from '../load/workloads.ts'
import type { HttpPlan } from '../plan.ts'
import { isPinned, storeCore } from '../process/cores.ts'
import { rate, withSpread } from './figures.ts'
import { table } from './table.ts'

/** What the tables of all frameworks are made from. */
export interface HttpReport {
  readonly results: HttpResults
  readonly contenders: readonly Contender[]
  readonly workloads: readonly Workload[]
  readonly plan: HttpPlan
}

/** The workloads whose charts stand in the report. */
const drawn = new Set(['untouched-cookie', 'read', 'write'])

/** Everything over HTTP, as lines of Markdown. */
export function httpSection(report: HttpReport): string[] {
  const { results, contenders, workloads } = report
  const rows = (
    who: readonly Contender[],
    cell: (contender: Contender, workload: string) => string,
  ): string[] =>
    table(
      ['', ...workloads.map(({ title }) => title)],
      who.map((contender) => [contender.title, ...workloads.map(({ id }) => cell(contender, id))]),
    )
  const floored = contenders.filter((each) => each.layer !== 'floor' && floorOf(contenders, each))
  return [
    '## Over HTTP',
    '',
    ...explanation(report),
    '',
    '### Requests per second, as a share of the same framework without sessions',
    '',
    ...workloads
      .filter(({ id }) => drawn.has(id))
      .flatMap(({ id, title }) => [`![${title}](benchmarks/${id}.svg)`, '']),
    ...frameworksOf(contenders).flatMap((framework) => {
      const own = contenders.filter((contender) => contender.framework === framework)
      const bare = own.find(({ layer }) => layer === 'bare')
      const others = own.filter(({ layer }) => layer !== 'bare')
      if (bare === undefined || others.length === 0) return []
      const cell = (contender: Contender, workload: string): string =>
        withSpread(results.share(contender.id, bare.id, workload), 2)
      return [`${bare.title} is 1:`, '', ...rows(others, cell), '']
    }),
    '### Requests per second, as a share of the floor with the same store on Koa',
    '',
    ...rows(floored, (contender, workload) => {
      const floor = floorOf(contenders, contender)
      return floor ? withSpread(results.share(contender.id, floor.id, workload), 2) : ''
    }),
    '',
    '### Requests per second',
    '',
    ...rows(contenders, (contender, workload) =>
      rate(results.figure(contender.id, workload, 'perSecond')),
    ),
    '',
    '### Processor time of the server for one request, µs',
    '',
    ...rows(contenders, (contender, workload) =>
      withSpread(results.figure(contender.id, workload, 'cpu'), 0),
    ),
    '',
    '### 99th percentile of the answer time, ms',
    '',
    ...rows(contenders, (contender, workload) =>
      results.figure(contender.id, workload, 'p99').median.toFixed(1),
    ),
    '',
    ...busyLines(report),
    ...results.failures.map((failure) => `- Not measured, after three attempts: ${failure}`),
    '',
  ]
}

/** Where the load generator was the limit. */
function busyLines({ results, contenders, workloads }: HttpReport): string[] {
  const busy = contenders.flatMap((contender) => {
    const limited = workloads.filter(
      ({ id }) => results.figure(contender.id, id, 'busy').median > 0.9,
    )
    if (limited.length === 0) return []
    return [`- ${contender.title}: ${limited.map(({ title }) => title).join('; ')}`]
  })
  if (busy.length === 0)
    return ['Answers never kept the load generator busy for over 90 % of the time.', '']
  return [
    'Answers kept the load generator busy for over 90 % of the time, so that these servers were perhaps faster than they appear:',
    '',
    ...busy,
    '',
  ]
}

function floorOf(contenders: readonly Contender[], { store, framework }: Contender) {
  return contenders.find(
    (other) => other.layer === 'floor' && other.store === store && other.framework === framework,
  )
}

/** The frameworks, in the order of the contenders. */
function frameworksOf(contenders: readonly Contender[]): Framework[] {
  return [...new Set(contenders.map(({ framework }) => framework))]
}

function explanation({ plan, results, contenders }: HttpReport): string[] {
  const stores = storeCore > 1 ? 'stores on a third' : 'stores beside the load generator'
  const cores = isPinned() ? `the server on a core of its own, ${stores}` : 'not bound to cores'
  return [
    `Server, load generator and stores are processes of their own, ${cores}; ${plan.connections} connections, each a visitor with a session of about 300 bytes; ${plan.rounds} rounds of ${Math.round(results.mean)} ms for each contender and workload, in which the contenders take turns, after ${plan.warmUp} ms each to warm up. Every answer is checked: its status, its text, and whether it sets a cookie. Ratios are between figures of one round. Medians; in brackets, or after ±, the middle half of the rounds: two figures whose brackets overlap are equal as far as this run can tell. The load generator never sleeps, so that waking it costs no server anything, and lets the stores go first. Processor time is what to look at where the machine was not ours alone, and where the load generator was the limit. Nothing waits for a disk but SQLite, and that as its settings say.`,
    '',
    '**Floor**: a layer by hand, without features: it parses the cookie, does one store call, parses JSON, and writes back when told of a change. One bare middleware already costs Koa something: compare with the floor, not only with bare.',
    '',
    'The others, in their documented best settings:',
    '',
    ...contenders
      .filter(({ settings }) => settings !== undefined)
      .map(({ title, settings }) => `- ${title}: ${settings}`),
  ]
}
