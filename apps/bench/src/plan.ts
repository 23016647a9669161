/** How much is measured, and how long. Times are milliseconds. */
export interface Plan {
  readonly http: HttpPlan
  readonly core: CorePlan
  readonly memory: MemoryPlan
  readonly growth: GrowthPlan
}

/** One slice is one contender under one workload in one round. */
export interface HttpPlan {
  /** Everyone under every workload, or only what a target compares. */
  readonly scope: 'all' | 'targets'
  readonly connections: number
  /** How long each contender does each workload before anything is measured: compilers want about a second. */
  readonly warmUp: number
  readonly rounds: number
  /** For all slices of all rounds together: the more contenders there are, the shorter each slice is. */
  readonly budget: number
  /** At the beginning of each slice, not measured. */
  readonly settle: number
  /** How long a slice is at least, whatever the budget. */
  readonly least: number
}

/** One slice is one case in one round. */
export interface CorePlan {
  readonly rounds: number
  readonly slice: number
}

export interface MemoryPlan {
  /** Numbers of sessions, fewest first. */
  readonly counts: readonly number[]
}

/** One slice is reads, or writes, of one store with so many sessions in one round. */
export interface GrowthPlan {
  /** Numbers of sessions in a store, fewest first. */
  readonly counts: readonly number[]
  readonly rounds: number
  readonly slice: number
}

/** Under five minutes on two cores. */
export const quick: Plan = {
  http: {
    scope: 'targets',
    connections: 32,
    warmUp: 1200,
    rounds: 3,
    budget: 50_000,
    settle: 100,
    least: 60,
  },
  core: { rounds: 5, slice: 60 },
  memory: { counts: [100_000] },
  growth: { counts: [1000, 100_000], rounds: 5, slice: 60 },
}

/** Under half an hour. */
export const full: Plan = {
  http: {
    scope: 'all',
    connections: 32,
    warmUp: 1500,
    rounds: 7,
    budget: 550_000,
    settle: 150,
    least: 200,
  },
  core: { rounds: 31, slice: 100 },
  memory: { counts: [100_000, 1_000_000] },
  growth: { counts: [1000, 10_000, 100_000, 1_000_000], rounds: 11, slice: 300 },
}
