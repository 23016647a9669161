import { setTimeout } from 'node:timers/promises'

/** How a statement is tried again. */
export interface Retry {
  /** Until when, at the most. */
  readonly signal: AbortSignal
  /** True for a failure after which nothing was applied, and the next attempt may succeed. */
  isTransient(error: unknown): boolean
  /** What the call is rejected with when its deadline comes first. */
  readonly message: string
}

/** Tries again, a few milliseconds later each time, what failed for a reason that passes (R112). */
export async function retrying<Result>(
  { signal, isTransient, message }: Retry,
  attempt: () => Result | Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (signal.aborted || !isTransient(error)) throw error
      await pause(tries, signal, message, error)
    }
  }
}

async function pause(
  tries: number,
  signal: AbortSignal,
  message: string,
  cause: unknown,
): Promise<void> {
  // From one to a few milliseconds, never the same for two waiters.
  const longest = Math.min(2 + tries, 12)
  try {
    await setTimeout(1 + Math.random() * longest, undefined, { signal })
  } catch {
    throw new Error(message, { cause })
  }
}
