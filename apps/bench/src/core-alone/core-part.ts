import type { Part } from '../part.ts'
import { coreSection } from '../report/core-section.ts'
import { judged } from '../report/judge.ts'
import { coreSteps, runCore } from './run-core.ts'
import { sizes, targets } from './titles.ts'

/** Core alone, on a backend that costs nothing. */
export const corePart: Part = {
  id: 'core',
  steps: ({ core }) => coreSteps(core),
  run: async ({ core }, progress) => {
    const results = await runCore(core, progress)
    return {
      lines: coreSection(results),
      targets: results.flatMap(({ id, bytes, title, microseconds }) => {
        const atMost = bytes === sizes[0] ? targets[id] : undefined
        if (atMost === undefined) return []
        return [judged(microseconds, { what: `core alone: ${title}`, atMost, unit: ' µs' })]
      }),
    }
  },
}
