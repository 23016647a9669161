// Holds sessions in one way, in a process of its own with `--expose-gc`: `node memory-process.ts <way>`.
import { fixedBackend } from '../core-alone/fixed-backend.ts'
import { templateOn } from '../growth/template.ts'
import { answerParent } from '../process/answer-parent.ts'
import { heldTexts } from './held-texts.ts'
import type { MemoryFigure } from './memory-figure.ts'
import { wayOf } from './ways.ts'

const name = process.argv[2] ?? ''
const template = await templateOn(fixedBackend())
// Its code, and what that needs whatever the number, is there before anything is counted.
const first = await wayOf(name, 1000, template)
for (let i = 0; i < 1000; i++) await first.put(heldTexts(template, -i))

answerParent<number, MemoryFigure>(async (wanted) => {
  const before = used()
  const timers = timersRunning()
  // What it reserves for that many counts.
  const way = await wayOf(name, wanted, template)
  for (let i = 0; i < wanted; i++) await way.put(heldTexts(template, i))
  const bytes = (used() - before) / wanted
  // Also keeps both alive until here.
  return { bytes, timers: timersRunning() - timers, held: way.held() + first.held() - 1000 }
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
