import type { LoadResult } from '../load/load.ts'
import { type Summary, summary } from '../statistics.ts'

/** One slice. */
export interface Slice extends LoadResult {
  readonly contender: string
  readonly workload: string
  readonly round: number
  /** Microseconds of the server's processor time for one request. */
  readonly cpu: number
}

/** Everything that was measured over HTTP. Contenders and workloads go by their ids. */
export class HttpResults {
  readonly slices: readonly Slice[]

  /** How long a slice was on average, in milliseconds. */
  readonly mean: number

  /** Slices that are missing: which, and why. */
  readonly failures: readonly string[]

  constructor(slices: readonly Slice[], mean: number, failures: readonly string[] = []) {
    this.slices = slices
    this.mean = mean
    this.failures = failures
  }

  has(contender: string): boolean {
    return this.slices.some((slice) => slice.contender === contender)
  }

  /** One figure of a contender under a workload, over all rounds. */
  figure(
    contender: string,
    workload: string,
    figure: 'perSecond' | 'p99' | 'cpu' | 'busy',
  ): Summary {
    return summary(this.#of(contender, workload).map((slice) => slice[figure]))
  }

  /** Requests per second of one contender as a share of another's in the same round. */
  share(contender: string, of: string, workload: string): Summary {
    return summary(this.#shares(contender, of, workload))
  }

  /** How many requests it answers in the processor time in which the other answers one; of servers, not of stores. */
  cpuShare(contender: string, of: string, workload: string): number {
    return this.figure(of, workload, 'cpu').median / this.figure(contender, workload, 'cpu').median
  }

  /** The share of one contender of its framework, as a multiple of another's of its own. */
  shareOfShares(
    one: readonly [contender: string, bare: string],
    other: readonly [contender: string, bare: string],
    workload: string,
  ): Summary {
    const others = this.#shares(...other, workload)
    return summary(
      this.#shares(...one, workload).map((share, i) => share / (others[i] ?? Number.NaN)),
    )
  }

  /** By round, in their order. */
  #shares(contender: string, of: string, workload: string): number[] {
    const others = new Map(this.#of(of, workload).map((slice) => [slice.round, slice.perSecond]))
    return this.#of(contender, workload).map(
      ({ round, perSecond }) => perSecond / (others.get(round) ?? Number.NaN),
    )
  }

  #of(contender: string, workload: string): Slice[] {
    return this.slices
      .filter((slice) => slice.contender === contender && slice.workload === workload)
      .toSorted((a, b) => a.round - b.round)
  }
}
