import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts a program on this Node. */
export function start(program: URL, ...args: string[]): ChildProcess {
  const flags = ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning']
  return spawn(process.execPath, [...flags, fileURLToPath(program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
