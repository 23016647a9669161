import { setTimeout as delay } from 'node:timers/promises'

/** As long as a process may answer from its cache when it has heard of nothing: docs/consistency.md. */
const bound = 5000

/**
 * Looks until `work` succeeds. What one process has changed, another sees within moments, where both
 * cache what they read.
 */
export async function soon(work: () => Promise<void>): Promise<void> {
  const giveUpAt = performance.now() + bound
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (performance.now() >= giveUpAt) throw error
      await delay(5)
    }
  }
}
