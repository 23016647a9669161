// Holds sessions in one way, in a process of its own with `--expose-gc`: `node memory-process.ts <way>`.
import { answerParent } from '../process/answer-parent.ts'
import { heldTexts } from './held-texts.ts'
import type { MemoryFigure } from './memory-figure.ts'
import { wayOf } from './ways.ts'

const way = await wayOf(process.argv[2] ?? '')
let count = 0

answerParent<number, MemoryFigure>(async (wanted) => {
  const before = used()
  const timers = timersRunning()
  const at = count
  for (; count < wanted; count++) await way.put(heldTexts(count))
  const grown = used() - before
  return {
    bytes: grown / (count - at),
    timers: timersRunning() - timers,
    // Also keeps it alive until here.
    held: way.held(),
  }
})

/** Bytes in use, once everything that can go has gone. */
function used(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

function timersRunning(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
}
