import { fileURLToPath } from 'node:url'
import { EdgeVM } from '@edge-runtime/vm'
import { rolldown } from 'rolldown'
import type { openVector, sealVector } from '../vector.ts'

/** What the bundle offers. */
export interface Edge {
  readonly openVector: typeof openVector
  readonly sealVector: typeof sealVector
  /** The value of an expression inside. */
  readonly evaluate: (expression: string) => unknown
}

/** Core and this package in an edge runtime: its own globals, WebCrypto, no module of Node. */
export async function startEdge(): Promise<Edge> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('entry.ts', import.meta.url)),
    platform: 'neutral',
    // Such bundlers take what a package has for browsers.
    resolve: { conditionNames: ['@sojourn/source', 'browser', 'import'] },
    onLog: (_, log) => {
      // An import that is left is one that an edge runtime could not follow.
      throw new Error(log.message)
    },
  })
  const { output } = await bundle.generate({ format: 'iife', name: 'sojourn' })
  await bundle.close()
  const vm = new EdgeVM()
  vm.evaluate(output[0].code)
  const sojourn: Pick<Edge, 'openVector' | 'sealVector'> = vm.evaluate('sojourn')
  return { ...sojourn, evaluate: (expression) => vm.evaluate(expression) }
}
