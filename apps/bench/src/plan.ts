/** How long everything is measured. Times are milliseconds. */
export interface Plan {
  readonly http: HttpPlan
  readonly core: CorePlan
}

/** One slice is one contender under one workload in one round. */
export interface HttpPlan {
  readonly connections: number
  readonly rounds: number
  /** For all slices together: the more contenders there are, the shorter each slice is. */
  readonly budget: number
  /** At the beginning of each slice, not measured. */
  readonly settle: number
}

/** One slice is one case in one round. */
export interface CorePlan {
  readonly rounds: number
  readonly slice: number
}

/** What a slice takes beside its duration: its visitors sign in, and it settles. */
const slicesOwn = 60

/** How long each slice is measured, with so many of them in a round. */
export function sliceOf({ budget, rounds, settle }: HttpPlan, slices: number): number {
  return Math.max(20, Math.round(budget / (slices * (rounds + 1)) - settle - slicesOwn))
}

/** Under five minutes on two cores. */
export const quick: Plan = {
  http: { connections: 32, rounds: 3, budget: 150_000, settle: 40 },
  core: { rounds: 11, slice: 60 },
}

/** About half an hour. */
export const full: Plan = {
  http: { connections: 32, rounds: 7, budget: 1_200_000, settle: 150 },
  core: { rounds: 31, slice: 100 },
}
