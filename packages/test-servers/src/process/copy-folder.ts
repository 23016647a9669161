import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { User } from './unprivileged-user.ts'

/** Copies a folder; the copy belongs to `owner`. */
export async function copyFolder(from: string, to: string, owner?: User): Promise<void> {
  await promisify(execFile)('cp', ['-R', from, to], { ...owner })
}
