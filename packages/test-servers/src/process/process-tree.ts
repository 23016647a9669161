import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

interface ProcessState {
  readonly pid: number
  readonly parent: number
  /** One letter as `ps` shows it: `T` is stopped, `Z` is dead and not yet collected. */
  readonly state: string
}

/** The process and all its descendants that are alive, parents before children. */
export function processTree(pid: number): number[] {
  const states = processStates().filter(({ state }) => !state.startsWith('Z'))
  const tree = states.filter((each) => each.pid === pid).map((each) => each.pid)
  for (const parent of tree) {
    tree.push(...states.filter((each) => each.parent === parent).map((each) => each.pid))
  }
  return tree
}

/** Whether the process still does, or could do, anything. */
export function isAlive(pid: number): boolean {
  const found = processStates().find((each) => each.pid === pid)
  return found !== undefined && !found.state.startsWith('Z')
}

/** Whether the process is held by SIGSTOP (or is gone). */
export function isStopped(pid: number): boolean {
  const found = processStates().find((each) => each.pid === pid)
  return found === undefined || found.state.startsWith('T') || found.state.startsWith('Z')
}

/** Sends a signal to a process that may be gone. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function processStates(): ProcessState[] {
  return process.platform === 'linux' ? statesFromProc() : statesFromPs()
}

function statesFromProc(): ProcessState[] {
  const states: ProcessState[] = []
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    let stat: string
    try {
      stat = readFileSync(`/proc/${name}/stat`, 'utf8')
    } catch {
      // It ended since the folder was listed.
      continue
    }
    // "12 (a name, even with spaces) S 1 …"
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    states.push({ pid: Number(name), parent: Number(parent), state })
  }
  return states
}

function statesFromPs(): ProcessState[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
  return lines
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = '', parent = '', state = ''] = line.trim().split(/\s+/)
      return { pid: Number(pid), parent: Number(parent), state }
    })
}
