import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Call, SessionRecord } from '@sojourn/core'
import { onTestFinished } from 'vitest'
import { type DbBackend, dbBackend, sqlite } from '../../src/index.ts'

export const start = Date.now()
const hour = 3_600_000

export function call(): Call
export function call<Options extends object>(options: Options): Call & Options
export function call(options: object = {}): Call {
  return { now: start, signal: new AbortController().signal, ...options }
}

export function newRecord(fields: Partial<SessionRecord> = {}): SessionRecord {
  const [id, revision] = [token(), token()]
  const expiresAt = start + hour
  return {
    id,
    revision,
    owner: null,
    expiresAt,
    endsAt: start + 24 * hour,
    payload: '{}',
    ...fields,
  }
}

export function nextRecord(record: SessionRecord, fields: Partial<SessionRecord> = {}) {
  return { ...record, revision: token(), ...fields }
}

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

function token(): string {
  return randomBytes(16).toString('base64url')
}
