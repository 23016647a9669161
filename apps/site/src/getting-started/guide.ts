import { readFileSync } from 'node:fs'
import { type Fence, readFences } from '../examples/fences.ts'

/** What a reader does with one block of a guide. */
export type Step =
  | { readonly does: 'run'; readonly commands: readonly string[] }
  | { readonly does: 'write'; readonly file: string; readonly text: string }

/** A getting-started guide, as far as its reader follows it: up to the app that runs. */
export interface Guide {
  readonly title: string
  readonly steps: readonly Step[]
  /** The last command of the guide, which does not end by itself. */
  readonly start: string
}

/** Reads a guide. Throws where a reader would not know what to do. */
export function readGuide(path: string): Guide {
  const page = readFileSync(path, 'utf8')
  const fences = readFences(page).filter(({ hidden }) => !hidden)
  const last = fences.findLastIndex(isShell)
  const steps = fences.slice(0, last + 1).map(stepOf)
  const running = steps.pop()
  const start = running?.does === 'run' ? running.commands.at(-1) : undefined
  if (running?.does !== 'run' || start === undefined) throw new Error(`${path} starts no app.`)
  const before = running.commands.slice(0, -1)
  if (before.length > 0) steps.push({ does: 'run', commands: before })
  return { title: /^title: (.+)$/m.exec(page)?.[1] ?? path, steps, start }
}

/** How many commands a reader types, the one that starts the app included. */
export function commandsOf({ steps }: Guide): number {
  return steps.reduce((sum, step) => sum + (step.does === 'run' ? step.commands.length : 0), 1)
}

/** How many lines a reader writes: neither empty ones nor the names of the files. */
export function linesOf({ steps }: Guide): number {
  const lines = steps.flatMap((step) =>
    step.does === 'write' ? step.text.split('\n').slice(1) : [],
  )
  return lines.filter((line) => line.trim() !== '').length
}

function stepOf(fence: Fence): Step {
  if (isShell(fence)) {
    const commands = fence.text.split('\n').map((line) => line.trim())
    return {
      does: 'run',
      commands: commands.filter((line) => line !== '' && !line.startsWith('#')),
    }
  }
  const { file, text } = fence
  if (file === undefined) throw new Error(`Line ${fence.line}: a block that names no file.`)
  return { does: 'write', file, text: `${text}\n` }
}

function isShell({ language }: Fence): boolean {
  return language === 'sh'
}
