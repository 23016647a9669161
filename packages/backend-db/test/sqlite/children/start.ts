import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Starts one of the programs beside this file, on this Node. */
export function start(name: string, ...args: string[]): ChildProcess {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const flags = ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning']
  return spawn(process.execPath, [...flags, file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
