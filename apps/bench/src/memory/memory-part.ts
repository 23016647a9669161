import type { Part, Section } from '../part.ts'
import { whole } from '../report/figures.ts'
import { counted, judged } from '../report/judge.ts'
import { table } from '../report/table.ts'
import { summary } from '../statistics.ts'
import { measureMemory } from './measure-memory.ts'
import type { MemoryFigure } from './memory-figure.ts'
import { ways } from './ways.ts'

const names = Object.keys(ways)

/** What a session takes in the process's memory. */
export const memoryPart: Part = {
  id: 'memory',
  steps: ({ memory: { counts } }) => names.length * counts.length,
  run: async ({ memory: { counts } }, progress) => {
    const found = new Map<string, readonly MemoryFigure[]>()
    for (const name of names) {
      // At the same time: bytes do not depend on who else uses the machine.
      const figures = counts.map((count) => {
        progress.step(`${whole(count)} sessions: ${name}`)
        return measureMemory(name, count)
      })
      found.set(name, await Promise.all(figures))
    }
    return sectionOf(found, counts)
  },
}

function sectionOf(
  found: ReadonlyMap<string, readonly MemoryFigure[]>,
  counts: readonly number[],
): Section {
  const bytes = (way: string, at: number): number => found.get(way)?.[at]?.bytes ?? Number.NaN
  const last = counts.length - 1
  const most = whole(counts[last] ?? 0)
  const all = whole(counts.reduce((sum, count) => sum + count, 0))
  const ratio = (way: string) => summary([bytes(way, last) / bytes('lru', last)])
  const timers = [...(found.get('memory') ?? [])].reduce((sum, each) => sum + each.timers, 0)
  return {
    lines: [
      '## Memory of a session',
      '',
      'Bytes in the process for each session with about 300 bytes of data, and the text that Sojourn makes of it: what is in use after a full garbage collection, less what was before. A session of Sojourn also has a revision, an owner and two ends.',
      '',
      ...table(
        ['', ...counts.map((count) => `${whole(count)} sessions`), 'times lru-cache'],
        Object.entries(ways).map(([name, title]) => [
          title,
          ...counts.map((_, at) => whole(bytes(name, at))),
          (bytes(name, last) / bytes('lru', last)).toFixed(2),
        ]),
      ),
      '',
    ],
    targets: [
      judged(ratio('memory'), {
        what: `memory backend: bytes for a session, times those of lru-cache with the same text, at ${most}`,
        atMost: 1.3,
      }),
      judged(ratio('cache'), {
        what: `cache: bytes for a session, times those of lru-cache with the same text, at ${most}`,
        atMost: 1.3,
      }),
      counted(`memory backend: timers for ${all} sessions`, Math.max(0, timers), 0),
    ],
  }
}
