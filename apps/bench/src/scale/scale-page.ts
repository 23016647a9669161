import { whole } from '../report/figures.ts'
import { table } from '../report/table.ts'
import { assumed, peakRates } from './assumptions.ts'
import type { ScaleInputs } from './inputs.ts'
import type { StoreInputs } from './store-inputs.ts'

/** The page about scale, as lines of Markdown: every figure with the arithmetic that it comes from. */
export function scalePage(inputs: ScaleInputs, about: readonly string[]): string[] {
  return [
    '# Scale',
    '',
    'What one process, one Redis, a cluster and a PostgreSQL hold, up to a thousand million sessions. The inputs are measured by `npm run bench -- --write`, which writes this page; the rest is arithmetic, shown, on assumptions, stated. What was measured on a small machine is extrapolated: it tells the size of a thing, not its last digit.',
    '',
    ...about,
    '',
    ...measuredLines(inputs),
    ...assumedLines(),
    ...holdLines(inputs),
    ...rateLines(inputs),
    ...clusterLines(inputs),
    ...purgeLines(inputs),
    ...fanOutLines(inputs),
  ]
}

function measuredLines({ memory, redis, postgres }: ScaleInputs): string[] {
  const row = (name: string, store: StoreInputs): string[] => [
    name,
    whole(store.session),
    store.read.toFixed(1),
    store.write.toFixed(1),
    Number.isNaN(store.readBytes) ? '' : whole(store.readBytes),
    Number.isNaN(store.writeBytes) ? '' : whole(store.writeBytes),
  ]
  return [
    '## Measured',
    '',
    'Sessions with about 300 bytes of data, each signed in as somebody else, so with everything that an index needs. Processor time is the server’s, with 64 requests at a time; a write is a read, a change and a save.',
    '',
    ...table(
      ['', 'bytes a session', 'µs a read', 'µs a write', 'bytes sent, read', 'bytes sent, write'],
      [
        ['memory of the process', whole(memory), '', '', '', ''],
        row('Redis', redis),
        row('PostgreSQL, just written', postgres),
      ],
    ),
    '',
    'PostgreSQL writes a row anew at each change, and vacuums the old one later: twice as many bytes are planned for below.',
    '',
  ]
}

function assumedLines(): string[] {
  const { visits, requests, writes, upkeep, days, peak, use } = assumed
  const { reads, writes: written, ends } = peakRates()
  return [
    '## Assumed',
    '',
    `Each session has ${visits} visits a day of ${requests} requests that touch it, ${100 * writes} % of which change it; in each visit its idle end is moved once, and its token is replaced and confirmed once: ${upkeep} more writes. It lives ${days} days. The busiest hour has ${peak} times the mean. Of processors and memory, ${100 * use} % is used. For ${sci(assumed.sessions)} sessions, in the busiest second:`,
    '',
    `- reads: ${sci(assumed.sessions)} × ${visits} × ${requests} × ${peak} ÷ 86,400 = **${whole(reads)}**`,
    `- writes: ${sci(assumed.sessions)} × ${visits} × (${requests} × ${writes} + ${upkeep}) × ${peak} ÷ 86,400 = **${whole(written)}**`,
    `- sessions that end, on average: ${sci(assumed.sessions)} ÷ ${days} ÷ 86,400 = **${whole(ends)}**`,
    '',
  ]
}

function holdLines({ memory, redis, postgres }: ScaleInputs): string[] {
  const { sessions, use, redisMemory, processMemory } = assumed
  const inProcess = (processMemory * use) / memory
  const inRedis = (redisMemory * use) / redis.session
  return [
    '## What each holds',
    '',
    `- **One process**, ${gigabytes(processMemory)} of memory: ${gigabytes(processMemory)} × ${use} ÷ ${whole(memory)} B = **${millions(inProcess)} sessions**. (The memory backend’s own bounds are 1,000,000 sessions and 512 MiB; a JavaScript \`Map\` holds 16.7 million.)`,
    `- **One Redis**, ${gigabytes(redisMemory)}: ${gigabytes(redisMemory)} × ${use} ÷ ${whole(redis.session)} B = **${millions(inRedis)} sessions**.`,
    `- **A cluster of N**: N times that. For ${sci(sessions)}: ${sci(sessions)} × ${whole(redis.session)} B = ${gigabytes(sessions * redis.session)}, ÷ (${gigabytes(redisMemory)} × ${use}) = **${whole(Math.ceil(sessions / inRedis))} primaries** for the memory alone.`,
    `- **A PostgreSQL**: ${sci(sessions)} × ${whole(postgres.session)} B × 2 = **${gigabytes(2 * sessions * postgres.session)}** on the disk. It holds that; what it can serve is the next question.`,
    '',
  ]
}

function rateLines({ redis, postgres }: ScaleInputs): string[] {
  const { use } = assumed
  const { reads, writes } = peakRates()
  const line = (name: string, store: StoreInputs): string => {
    const busy = cores(store)
    return `- **${name}**: (${whole(reads)} × ${store.read.toFixed(1)} µs + ${whole(writes)} × (${store.write.toFixed(1)} − ${store.read.toFixed(1)}) µs) ÷ 1,000,000 ÷ ${use} = **${whole(Math.ceil(busy))} cores**.`
  }
  return [
    '## What each serves',
    '',
    'Without the cache, every request that touches its session is a read. A write costs the store what was measured, less the read in it.',
    '',
    line('Redis', redis),
    line('PostgreSQL', postgres),
    '',
    `A Redis serves with one core. One alone does ${whole((use * 1e6) / redis.read)} reads a second at ${100 * use} % of its core; one core of a PostgreSQL ${whole((use * 1e6) / postgres.read)}. So a single PostgreSQL of 32 cores serves about ${millions((assumed.sessions * 32) / cores(postgres))} such sessions, and ${sci(assumed.sessions)} want ${whole(Math.ceil(cores(postgres) / 32))} of them: one database is not the place for so many, unless the cache, or \`cachedBackend\` with Redis before it, takes the reads.`,
    '',
  ]
}

function cores(store: StoreInputs): number {
  const { reads, writes } = peakRates()
  return (reads * store.read + writes * (store.write - store.read)) / 1e6 / assumed.use
}

function clusterLines({ redis, slots }: ScaleInputs): string[] {
  const byMemory = (assumed.sessions * redis.session) / (assumed.redisMemory * assumed.use)
  const byCores = cores(redis)
  const { reads, writes } = peakRates()
  const traffic = reads * redis.readBytes + writes * (redis.writeBytes - redis.readBytes)
  const primaries = Math.ceil(Math.max(byMemory, byCores))
  return [
    '## A cluster for all of them',
    '',
    `The larger of ${byMemory.toFixed(1)} primaries for the memory and ${byCores.toFixed(1)} for the processors: **${whole(primaries)}**. They send and receive ${whole(reads)} × ${whole(redis.readBytes)} B + ${whole(writes)} × (${whole(redis.writeBytes)} − ${whole(redis.readBytes)}) B = ${gigabytes(traffic)} a second, ${gigabytes(traffic / primaries)} each. A sign-in has one command more there: its user’s index lies elsewhere.`,
    '',
    'Simulated: a million random ids, in the slots that Redis itself gives to real keys. Keys lie in 128 hash tags, one in each 128th of the slots.',
    '',
    ...table(
      ['primaries', 'the fullest holds, times the mean'],
      slots.map(({ primaries: count, fullest }) => [String(count), fullest.toFixed(3)]),
    ),
    '',
    'More than 128 primaries cannot share the sessions; numbers that do not divide 128 share them less evenly.',
    '',
  ]
}

function purgeLines({ purge }: ScaleInputs): string[] {
  const { ends } = peakRates()
  return [
    '## Expired sessions',
    '',
    `Redis drops them by itself. \`clearExpired()\` removed ${whole(purge.postgres)} a second from PostgreSQL and ${whole(purge.sqlite)} from SQLite, of 50,000 that had expired. ${whole(ends)} end in a second: ${whole(ends)} ÷ ${whole(purge.postgres)} = **${((100 * ends) / purge.postgres).toFixed(1)} % of the time** of one process that purges PostgreSQL. A row that is not yet removed is not live: only space waits.`,
    '',
  ]
}

function fanOutLines({ fanOut, redis }: ScaleInputs): string[] {
  const { processes } = assumed
  const { reads, writes } = peakRates()
  const first = fanOut[0]
  const last = fanOut.at(-1)
  if (first === undefined || last === undefined) return []
  const cpu = Math.max(0, (last.cpu - first.cpu) / last.listeners)
  const bytes = (last.sent - first.sent) / last.listeners
  const messages = writes * processes
  const busy = (messages * cpu) / 1e6 / assumed.use
  return [
    '## Telling other processes',
    '',
    'With the cache, every process hears of every change. One write, one Redis, so many who listen:',
    '',
    ...table(
      ['listening', 'µs of the server for a write', 'bytes'],
      fanOut.map(({ listeners, cpu: each, sent }) => [
        String(listeners),
        each.toFixed(1),
        whole(sent),
      ]),
    ),
    '',
    `Each listener adds ${cpu.toFixed(2)} µs and ${whole(bytes)} B. With ${processes} processes at the busiest second: ${whole(writes)} × ${processes} = ${whole(messages)} messages, × ${cpu.toFixed(2)} µs ÷ ${assumed.use} = **${whole(Math.ceil(busy))} more cores**, × ${whole(bytes)} B = ${gigabytes(messages * bytes)} a second, and each process hears ${whole(writes)} messages a second, nearly all about sessions that it does not hold. What the cache saves is at most the reads: ${whole(Math.ceil((reads * redis.read) / 1e6 / assumed.use))} cores. The cache pays where a process reads a session much more often than all others together write: with few processes, or with sessions that stick to one. At this size, switch it off (\`cache: false\`).`,
    '',
  ]
}

function gigabytes(bytes: number): string {
  const value = bytes / 2 ** 30
  if (value < 1) return `${whole(bytes / 2 ** 20)} MB`
  return `${value < 10 ? value.toFixed(1) : whole(value)} GB`
}

function millions(count: number): string {
  return `${whole(count / 1e6)} million`
}

function sci(value: number): string {
  return `10^${Math.round(Math.log10(value))}`
}
