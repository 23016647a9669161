import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Part, Section, Target } from '../part.ts'
import type { Plan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import type { Progress } from '../progress.ts'
import { withSpread } from '../report/figures.ts'
import { judged } from '../report/judge.ts'
import { table } from '../report/table.ts'
import { type Summary, summary } from '../statistics.ts'
import { privatePostgres } from '../stores/postgres.ts'
import { privateRedis } from '../stores/redis.ts'
import type { BackendRound, Load, Times } from './backends-process.ts'
import { type StoreId, storeTitles } from './pair-of.ts'
import { type VerbName, verbNames } from './verbs.ts'

const callers = [1, 64] as const
const stores = Object.keys(storeTitles).filter((id): id is StoreId =>
  Object.hasOwn(storeTitles, id),
)

/** What the raw driver's time is to be at least, as a share of the backend's, with 64 callers. */
const shares: Readonly<Partial<Record<StoreId, number>>> = {
  sqlite: 0.6,
  'node-redis': 0.9,
  ioredis: 0.9,
  postgres: 0.9,
}

/** Each backend's verbs beside its raw driver, which does the least that stores a text under an id. */
export const backendsPart: Part = {
  id: 'backends',
  steps: ({ core }) => stores.length * (core.rounds + 1),
  run: async (plan, progress) => {
    const found = new Map<StoreId, readonly BackendRound[][]>()
    for (const store of stores) found.set(store, await roundsOf(store, plan, progress))
    return sectionOf(found)
  },
}

/** By load, then by round. */
async function roundsOf(
  store: StoreId,
  { core }: Plan,
  progress: Progress,
): Promise<BackendRound[][]> {
  const place = await placeOf(store)
  // As many calls as fill a slice of a few times what one takes.
  const loads = [
    { callers: callers[0], sessions: 5 * core.slice },
    { callers: callers[1], sessions: 30 * core.slice },
  ]
  const child = new Child<Load, BackendRound>('backends/backends-process.ts', [store, place.at])
  try {
    const found: BackendRound[][] = loads.map(() => [])
    child.pin(serverCore)
    for (let round = 0; round <= core.rounds; round++) {
      progress.step(`verbs of ${store}: ${round === 0 ? 'warm-up' : `round ${round}`}`)
      for (const [index, load] of loads.entries()) {
        const figures = await child.ask(load)
        if (round > 0) found[index]?.push(figures)
      }
    }
    return found
  } finally {
    await child.stop()
    await place.leave()
  }
}

async function placeOf(store: StoreId): Promise<{ at: string; leave: () => Promise<unknown> }> {
  if (store === 'memory' || store === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
    return { at: folder, leave: async () => rmSync(folder, { recursive: true }) }
  }
  const server = store === 'postgres' ? await privatePostgres() : await privateRedis()
  return { at: server.url, leave: () => server.stop() }
}

function sectionOf(found: ReadonlyMap<StoreId, readonly BackendRound[][]>): Section {
  return {
    lines: [
      '## Backends',
      '',
      'One verb of a backend beside the least that its driver needs for the like: a text stored under an id, read, replaced, its end moved, deleted; nothing compared, nobody told, no owner, no index. The raw driver’s time as a share of the backend’s in the same round, and the backend’s microseconds a call. In brackets, where the middle half of the rounds lies.',
      '',
      ...callers.flatMap((count, at) => [
        count === 1 ? 'One caller:' : `${count} callers at once:`,
        '',
        ...tableOf(found, at, 'passed'),
        '',
      ]),
      'Processor time of the calling process with 64 callers, which is what to look at where the machine was not ours alone:',
      '',
      ...tableOf(found, callers.length - 1, 'processor'),
      '',
      'Most verbs do more than the least: an update compares, keeps the later end and tells the other processes, in one script or statement. What the backend itself adds is seen beside the raw driver that sends the same scripts and statements, made beforehand, and looks at no answer. 64 callers, by the time that passed, and by processor time:',
      '',
      ...tableOf(found, callers.length - 1, 'passed', 'same'),
      '',
      ...tableOf(found, callers.length - 1, 'processor', 'same'),
      '',
    ],
    targets: stores.flatMap((store) => targetsOf(store, found.get(store)?.at(-1) ?? [])),
  }
}

function tableOf(
  found: ReadonlyMap<StoreId, readonly BackendRound[][]>,
  at: number,
  what: keyof Times,
  beside: Beside = 'raw',
): string[] {
  const cellOf = (rounds: readonly BackendRound[], verb: VerbName): string => {
    const { median } = summary(rounds.map(({ backend }) => backend[verb][what]))
    return `${withSpread(shareOf(rounds, verb, what, beside), 2)}, ${median.toFixed(1)} µs`
  }
  const rows = stores.flatMap((store) => {
    const rounds = found.get(store)?.[at] ?? []
    if (rounds.every((round) => round[beside] === null)) return []
    return [[storeTitles[store], ...verbNames.map((verb) => cellOf(rounds, verb))]]
  })
  return table(['', ...verbNames], rows)
}

type Beside = 'raw' | 'same'

function shareOf(
  rounds: readonly BackendRound[],
  verb: VerbName,
  what: keyof Times,
  beside: Beside,
): Summary {
  return summary(
    rounds.map((round) => (round[beside]?.[verb][what] ?? Number.NaN) / round.backend[verb][what]),
  )
}

function targetsOf(store: StoreId, rounds: readonly BackendRound[]): Target[] {
  const atLeast = shares[store]
  if (atLeast === undefined) return []
  const others = {
    raw: 'the raw driver',
    same: 'the raw driver that sends the same commands',
  } as const
  const target = (verb: VerbName, beside: Beside): Target => ({
    ...judged(shareOf(rounds, verb, 'passed', beside), {
      what: `${store}, ${verb} by 64 callers: share of ${others[beside]}`,
      atLeast,
    }),
    beside: `${shareOf(rounds, verb, 'processor', beside).median.toFixed(2)} by processor time`,
  })
  const ways: Beside[] = rounds.every(({ same }) => same !== null) ? ['raw', 'same'] : ['raw']
  return (['read', 'update'] as const).flatMap((verb) => ways.map((way) => target(verb, way)))
}
