import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Who runs where: the server on one core, who measures it on another. */
export const serverCore = 0
export const clientCore = 1

let canPin: boolean | undefined

/** Whether processes can be bound to a core of their own here. */
export function isPinned(): boolean {
  canPin ??=
    availableParallelism() > 1 &&
    spawnSync('taskset', ['-c', `${serverCore},${clientCore}`, 'true']).status === 0
  return canPin
}

/** The command that runs Node on this core, where that is possible. */
export function nodeOn(core: number): { execPath: string; execArgv: string[] } {
  const flags = ['--conditions=@sojourn/source', '--disable-warning=ExperimentalWarning']
  return isPinned()
    ? { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath, ...flags] }
    : { execPath: process.execPath, execArgv: flags }
}
