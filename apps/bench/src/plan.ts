/** How long everything is measured. Times are milliseconds. */
export interface Plan {
  readonly http: HttpPlan
  readonly core: CorePlan
  readonly growth: GrowthPlan
}

/** One slice is one contender under one workload in one round. */
export interface HttpPlan {
  readonly connections: number
  readonly rounds: number
  /** For all slices together: the more contenders there are, the shorter each slice is. */
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

/** One slice is reads, or writes, of one store with so many sessions in one round. */
export interface GrowthPlan {
  readonly rounds: number
  readonly slice: number
}

/** Under five minutes on two cores. */
export const quick: Plan = {
  http: { connections: 32, rounds: 3, budget: 110_000, settle: 30, least: 60 },
  core: { rounds: 11, slice: 60 },
  growth: { rounds: 5, slice: 60 },
}

/** About half an hour. */
export const full: Plan = {
  http: { connections: 32, rounds: 7, budget: 1_200_000, settle: 150, least: 500 },
  core: { rounds: 31, slice: 100 },
  growth: { rounds: 11, slice: 300 },
}
