import type { Part, Section, Target } from '../part.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import { whole, withSpread } from '../report/figures.ts'
import { judged } from '../report/judge.ts'
import { table } from '../report/table.ts'
import { type Summary, summary } from '../statistics.ts'
import type { SealingFigure } from './sealing-process.ts'
import { type SealingId, sizes, titles } from './titles.ts'

/** How many times as fast as iron-session it is to be, at each size. */
const timesIron = { 300: 15, 2048: 10 } as const
const ids = Object.keys(titles).filter((id): id is SealingId => Object.hasOwn(titles, id))

/** The cookie backend beside its peer, and beside what it is made of. */
export const sealingPart: Part = {
  id: 'sealing',
  steps: ({ core }) => core.rounds + 1,
  run: async ({ core }, progress) => {
    const child = new Child<number, SealingFigure[]>('sealing/sealing-process.ts').pin(serverCore)
    try {
      const rounds: SealingFigure[][] = []
      for (let round = 0; round <= core.rounds; round++) {
        progress.step(round === 0 ? 'sealing: warm-up' : `sealing: round ${round}`)
        const figures = await child.ask(core.slice / 2)
        if (round > 0) rounds.push(figures)
      }
      return sectionOf(rounds)
    } finally {
      await child.stop()
    }
  },
}

function sectionOf(rounds: readonly SealingFigure[][]): Section {
  return {
    lines: [
      '## Sealed cookies',
      '',
      'A session’s data into a token and back, JSON included: microseconds, the time of iron-session as a multiple of it in the same round, and the characters of the token. In brackets, where the middle half of the rounds lies. A token of Sojourn also holds the session’s id, its ends and what it is for, and has a key of its own.',
      '',
      ...sizes.flatMap((bytes) => [
        `About ${whole(bytes)} bytes of data:`,
        '',
        ...table(
          ['', 'seal, µs', 'open, µs', 'iron-session takes', 'characters'],
          ids.map((id) => rowOf(rounds, id, bytes)),
        ),
        '',
      ]),
    ],
    targets: sizes.flatMap((bytes) => targetsOf(rounds, bytes)),
  }
}

function rowOf(rounds: readonly SealingFigure[][], id: SealingId, bytes: number): string[] {
  const of = (part: 'seal' | 'open'): Summary =>
    summary(rounds.map((figures) => figureOf(figures, id, bytes)[part]))
  const { length } = figureOf(rounds[0] ?? [], id, bytes)
  const times = withSpread(ratio(rounds, bytes, 'iron', id), 1)
  return [titles[id], withSpread(of('seal'), 1), withSpread(of('open'), 1), times, whole(length)]
}

function targetsOf(rounds: readonly SealingFigure[][], bytes: 300 | 2048): Target[] {
  const size = `${whole(bytes)} bytes`
  const lengthOf = (id: SealingId): number => figureOf(rounds[0] ?? [], id, bytes).length
  return [
    judged(ratio(rounds, bytes, 'iron', 'sojourn'), {
      what: `cookie, ${size}: seal and open, times as fast as iron-session`,
      atLeast: timesIron[bytes],
      digits: 1,
    }),
    judged(ratio(rounds, bytes, 'bare', 'sojourn'), {
      what: `cookie, ${size}: seal and open, share of bare AES-256-GCM`,
      atLeast: 0.5,
    }),
    judged(summary([lengthOf('sojourn') / lengthOf('iron')]), {
      what: `cookie, ${size}: length of the token, share of iron-session’s`,
      atMost: 0.99,
    }),
  ]
}

/** How many times as long one takes as the other, to seal and to open. */
function ratio(
  rounds: readonly SealingFigure[][],
  bytes: number,
  one: SealingId,
  other: SealingId,
): Summary {
  const both = (figures: SealingFigure[], id: SealingId): number => {
    const { seal, open } = figureOf(figures, id, bytes)
    return seal + open
  }
  return summary(rounds.map((figures) => both(figures, one) / both(figures, other)))
}

function figureOf(figures: readonly SealingFigure[], id: SealingId, bytes: number): SealingFigure {
  const found = figures.find((figure) => figure.id === id && figure.bytes === bytes)
  if (!found) throw new Error(`Nobody has measured ${id} at ${bytes} bytes.`)
  return found
}
