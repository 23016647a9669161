import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A PostgreSQL that was killed leaves a piece of shared memory to the system, for its next start to find. */
export function removeSharedMemory(data: string): void {
  let state: string
  try {
    state = readFileSync(join(data, 'postmaster.pid'), 'utf8')
  } catch {
    // It was shut down in order, and has removed both.
    return
  }
  // The seventh line has the key and the number of the piece.
  const [, id] = (state.split('\n')[6] ?? '').trim().split(/\s+/)
  if (id !== undefined) spawnSync('ipcrm', ['-m', id], { stdio: 'ignore' })
}
