import type { Plan } from './plan.ts'
import type { Progress } from './progress.ts'

/** A part of the benchmark, which can be run on its own. */
export interface Part {
  /** For `--only`. */
  readonly id: string
  /** How many steps of progress it has. */
  steps(plan: Plan): number
  run(plan: Plan, progress: Progress): Promise<Section>
}

/** What a part gives to the report. */
export interface Section {
  /** Markdown, from a heading of the second level on. */
  readonly lines: readonly string[]
  readonly charts?: readonly Chart[]
  readonly targets?: readonly Target[]
  /** A page of its own in `docs`, beside what stands in the report. */
  readonly page?: Page
}

/** A drawing in `docs/benchmarks`. */
export interface Chart {
  /** With `.svg` at its end. */
  readonly file: string
  readonly svg: string
}

/** A page in `docs`. */
export interface Page {
  /** With `.md` at its end. */
  readonly file: string
  readonly lines: readonly string[]
}

/** Something that is to hold, and whether it did in this run. */
export interface Target {
  /** `Read, Redis: share of the floor`. */
  readonly what: string
  /** `at least 0.85`. */
  readonly wanted: string
  /** `0.87 (0.85–0.90)`. */
  readonly measured: string
  /** The same by another measure, which does not decide: `0.91 by processor time`. */
  readonly beside?: string
  /** `unclear`: the wanted figure lies within the spread of the rounds. */
  readonly holds: boolean | 'unclear'
}
