import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'

let child: ChildProcess | undefined

/**
 * Has the process ended by a watchdog when this one ends, however it ends: the watchdog is a process of its
 * own whose input closes with us. `signal` is what ends it at once and cleanly.
 */
export function guardProcess(pid: number, signal: NodeJS.Signals): void {
  tell({ pid, signal })
}

/** The process has ended: its number may soon be somebody else's. */
export function unguardProcess(pid: number): void {
  tell({ ended: pid })
}

/** Has the folder removed when this process ends, after the processes. */
export function guardFolder(folder: string): void {
  tell({ folder })
}

/** The folder has been removed. */
export function unguardFolder(folder: string): void {
  tell({ removed: folder })
}

function tell(message: Record<string, string | number>): void {
  child ??= startWatchdog()
  child.stdin?.write(`${JSON.stringify(message)}\n`)
}

function startWatchdog(): ChildProcess {
  const script = fileURLToPath(new URL('watchdog-process.ts', import.meta.url))
  // In a session of its own, or Ctrl-C would end it together with us.
  const started = spawn(process.execPath, [script], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  })
  started.unref()
  if (started.stdin instanceof Socket) started.stdin.unref()
  return started
}
