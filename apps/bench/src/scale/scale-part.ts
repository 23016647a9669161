import { describeRun } from '../machine.ts'
import type { Part } from '../part.ts'
import { measureInputs, scaleSteps } from './inputs.ts'
import { scalePage } from './scale-page.ts'

/** What the stores hold and serve, on a page of its own. */
export const scalePart: Part = {
  id: 'scale',
  steps: () => scaleSteps.length,
  run: async (_, progress) => {
    const inputs = await measureInputs((step) => progress.step(`scale: ${step}`))
    return {
      lines: ['## Scale', '', 'See [scale.md](scale.md).', ''],
      page: { file: 'scale.md', lines: scalePage(inputs, await describeRun()) },
    }
  },
}
