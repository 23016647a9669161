import type { CorePlan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import type { Progress } from '../progress.ts'
import { type Summary, summary } from '../statistics.ts'
import type { CoreFigure } from './core-round.ts'
import { type CaseId, sizes, titles } from './titles.ts'

/** One case at one size, over all rounds. */
export interface CoreResult {
  readonly id: CaseId
  readonly title: string
  readonly bytes: number
  readonly microseconds: Summary
  /** As a multiple of the JSON work on the same text in the same round. */
  readonly timesJson: Summary
}

/** How many steps of progress a run has. */
export function coreSteps({ rounds }: CorePlan): number {
  return rounds + 1
}

/** Measures every case in every round, in a process of its own. */
export async function runCore(plan: CorePlan, progress: Progress): Promise<CoreResult[]> {
  const child = new Child<number, CoreFigure[]>('core-alone/core-process.ts').pin(serverCore)
  try {
    const rounds: CoreFigure[][] = []
    for (let round = 0; round <= plan.rounds; round++) {
      progress.step(round === 0 ? 'core alone: warm-up' : `core alone: round ${round}`)
      const figures = await child.ask(plan.slice)
      // Round 0 makes the code hot.
      if (round > 0) rounds.push(figures)
    }
    return sizes.flatMap((bytes) => resultsOf(rounds, bytes))
  } finally {
    await child.stop()
  }
}

function resultsOf(rounds: readonly CoreFigure[][], bytes: number): CoreResult[] {
  const ofSize = rounds.map((figures) => figures.filter((figure) => figure.bytes === bytes))
  const first = ofSize[0] ?? []
  return first.map(({ id }) => ({
    id,
    title: titles[id],
    bytes,
    microseconds: summary(ofSize.map((figures) => microsecondsOf(figures, id))),
    timesJson: summary(
      ofSize.map((figures) => microsecondsOf(figures, id) / microsecondsOf(figures, 'json')),
    ),
  }))
}

function microsecondsOf(figures: readonly CoreFigure[], id: CaseId): number {
  return figures.find((figure) => figure.id === id)?.microseconds ?? Number.NaN
}
