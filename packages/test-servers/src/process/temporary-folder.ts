import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { User } from './unprivileged-user.ts'
import { guardFolder, unguardFolder } from './watchdog.ts'

/** A new folder that is gone when this process is; it belongs to `owner`. */
export function makeFolder(purpose: string, owner?: User): string {
  const folder = mkdtempSync(join(owner ? openParent() : tmpdir(), `sojourn-${purpose}-`))
  guardFolder(folder)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return folder
}

/** Removes a folder of `makeFolder`. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  unguardFolder(folder)
}

/** Where another user may go as well: root's own temporary folder may be closed to everyone else. */
function openParent(): string {
  for (let folder = tmpdir(); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return '/tmp'
    if (folder === dirname(folder)) return tmpdir()
  }
}
