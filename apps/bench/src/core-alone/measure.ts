import { setImmediate } from 'node:timers/promises'
import { median } from '../statistics.ts'
import type { Work } from './cases.ts'

/**
 * Microseconds for one piece of work: the median of as many batches as `ms` has room for, so that a
 * batch in which another process had the core, or garbage was collected, does not count. `batch`: how
 * often the work is done between two looks at the clock.
 */
export async function measure(work: Work, ms: number, batch = 100): Promise<number> {
  const isAsync = work() instanceof Promise
  const batches: number[] = []
  const end = performance.now() + ms
  do {
    const start = performance.now()
    if (isAsync) await inTurn(work, batch)
    else atOnce(work, batch)
    batches.push(((performance.now() - start) * 1000) / batch)
    // Timers run here, as they do between a server's requests.
    await setImmediate()
  } while (performance.now() < end)
  return median(batches)
}

async function inTurn(work: Work, batch: number): Promise<void> {
  for (let i = 0; i < batch; i++) await work()
}

function atOnce(work: Work, batch: number): void {
  for (let i = 0; i < batch; i++) sink.last = work()
}

/** Where results go, so that no work can be left out as useless. */
const sink: { last: unknown } = { last: undefined }
