import { Child } from '../process/child.ts'
import type { MemoryFigure } from './memory-figure.ts'

/** What that many sessions take, held in one way: in a process of its own, where nothing is left over. */
export async function measureMemory(way: string, count: number): Promise<MemoryFigure> {
  const flags = ['--expose-gc', '--max-old-space-size=6144']
  const child = new Child<number, MemoryFigure>('memory/memory-process.ts', [way], flags)
  try {
    const figure = await child.ask(count)
    if (figure.held === count) return figure
    throw new Error(`'${way}' holds ${figure.held} sessions of ${count}.`)
  } finally {
    await child.stop()
  }
}
