import type { Contender } from '../contenders/contender.ts'
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

/** Everything that was measured over HTTP. */
export class HttpResults {
  readonly slices: readonly Slice[]

  constructor(slices: readonly Slice[]) {
    this.slices = slices
  }

  /** One figure of a contender under a workload, over all rounds. */
  figure(contender: Contender, workload: string, figure: 'perSecond' | 'p99' | 'cpu'): Summary {
    return summary(this.#of(contender, workload).map((slice) => slice[figure]))
  }

  /** Requests per second of one contender as a share of another's in the same round. */
  share(contender: Contender, of: Contender, workload: string): Summary {
    const others = new Map(this.#of(of, workload).map((slice) => [slice.round, slice.perSecond]))
    return summary(
      this.#of(contender, workload).map(
        ({ round, perSecond }) => perSecond / (others.get(round) ?? Number.NaN),
      ),
    )
  }

  /** How busy the load generator was at most, of 1. */
  get busiest(): number {
    return Math.max(...this.slices.map((slice) => slice.busy))
  }

  #of(contender: Contender, workload: string): Slice[] {
    return this.slices.filter(
      (slice) => slice.contender === contender.id && slice.workload === workload,
    )
  }
}
