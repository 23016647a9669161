import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, sqlite } from '../../src/index.ts'

export { call, newRecord, nextRecord, start } from '../records.ts'

/** A folder that goes with the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-sqlite-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A file in a folder of its own. */
export function tempFile(): string {
  return join(tempFolder(), 'sessions.db')
}

/** A backend that is closed after the test. */
export function openFile(path: string): DbBackend {
  const backend = dbBackend(sqlite({ path }))
  onTestFinished(() => backend.close())
  return backend
}
