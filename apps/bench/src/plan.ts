/** How long everything is measured. Times are milliseconds. */
export interface Plan {
  readonly http: HttpPlan
  readonly core: CorePlan
}

/** One slice is one contender under one workload in one round. */
export interface HttpPlan {
  readonly connections: number
  readonly rounds: number
  /** Before the first round, for each contender and workload: the server's code gets hot. */
  readonly warmUp: number
  /** At the beginning of each slice, not measured. */
  readonly settle: number
  readonly slice: number
}

/** One slice is one case in one round. */
export interface CorePlan {
  readonly rounds: number
  readonly slice: number
}

/** About two minutes. */
export const quick: Plan = {
  http: { connections: 32, rounds: 5, warmUp: 500, settle: 150, slice: 500 },
  core: { rounds: 11, slice: 60 },
}

/** About ten minutes. */
export const full: Plan = {
  http: { connections: 32, rounds: 9, warmUp: 1000, settle: 200, slice: 1500 },
  core: { rounds: 31, slice: 100 },
}
