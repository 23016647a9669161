import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Starts a program on this Node. */
export function start(program: URL, ...args: string[]): ChildProcess {
  const flags = ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning']
  return spawn(process.execPath, [...flags, fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Runs a program to its end, and gives what it printed. */
export async function run(program: URL, ...args: string[]): Promise<string> {
  const child = start(program, ...args)
  const exit = once(child, 'exit')
  let printed = ''
  for await (const chunk of child.stdout ?? []) printed += String(chunk)
  const [code] = await exit
  if (code !== 0) throw new Error(`${program.pathname} ended with ${String(code)}: ${printed}`)
  return printed.trim()
}
