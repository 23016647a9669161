// node write-forever.ts <file>: creates and updates sessions, and prints the id and the revision of each
// once the write was acknowledged. Only a signal ends it.
import { randomBytes } from 'node:crypto'
import { writeSync } from 'node:fs'
import { dbBackend, sqlite } from '../../../src/index.ts'

const [path = ''] = process.argv.slice(2)
const backend = dbBackend(sqlite({ path }))
const now = Date.now()
const call = { now, signal: AbortSignal.timeout(60_000) }
const [expiresAt, payload] = [now + 3_600_000, 'x'.repeat(2000)]

for (;;) {
  const [id, first, second] = [0, 1, 2].map(() => randomBytes(16).toString('base64url'))
  if (id === undefined || first === undefined || second === undefined) break
  const record = { id, revision: first, owner: 'user', expiresAt, endsAt: expiresAt, payload }
  await backend.create(record, call)
  writeSync(1, `${id} ${first}\n`)
  await backend.update({ ...record, revision: second }, first, call)
  writeSync(1, `${id} ${second}\n`)
}
