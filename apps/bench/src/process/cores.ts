import { execFileSync, spawnSync } from 'node:child_process'
import { cpus } from 'node:os'

// What a bound process may use says nothing of how many there are.
const cores = cpus().length

/** Who runs where: the server on one core, who measures it on another, a store's server on a third. */
export const serverCore = 0
export const clientCore = 1
export const storeCore: number = cores > 2 ? 2 : clientCore

let canPin: boolean | undefined

/** Whether processes can be bound to a core of their own here. */
export function isPinned(): boolean {
  canPin ??=
    cores > 1 && spawnSync('taskset', ['-c', `${serverCore},${clientCore}`, 'true']).status === 0
  return canPin
}

/** Binds all threads of a process to this core, where that is possible. */
export function pin(pid: number, core: number): void {
  if (isPinned()) execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' })
}
