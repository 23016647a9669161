import { Child } from '../process/child.ts'
import type { MemoryFigure } from './memory-figure.ts'

/** What that many sessions take, held in one way: in a process of its own, where nothing is left over. */
export async function measureMemory(way: string, count: number): Promise<MemoryFigure> {
  const flags = ['--expose-gc', '--max-old-space-size=6144']
  const child = new Child<number, MemoryFigure>('memory/memory-process.ts', [way], flags)
  try {
    // The code and what it needs whatever the number are there before anything is counted.
    await child.ask(1000)
    const figure = await child.ask(1000 + count)
    if (figure.held === 1000 + count) return figure
    throw new Error(`'${way}' holds ${figure.held} sessions of ${1000 + count}.`)
  } finally {
    await child.stop()
  }
}
