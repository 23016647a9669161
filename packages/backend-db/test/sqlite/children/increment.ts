// node increment.ts <file> <id> <times>: adds one to the payload of a session, by compare-and-swap.
import { randomBytes } from 'node:crypto'
import { dbBackend, sqlite } from '../../../src/index.ts'

const [path = '', id = '', times = '0'] = process.argv.slice(2)
const backend = dbBackend(sqlite({ path }))
const now = Date.now()
const call = { now, signal: AbortSignal.timeout(60_000) }
const expiresAt = now + 3_600_000
const first = { id, revision: 'first', owner: null, expiresAt, endsAt: expiresAt, payload: '0' }

await backend.create(first, call)
for (let done = 0; done < Number(times); ) {
  let seen = await backend.read(id, call)
  while (seen !== null) {
    const revision = randomBytes(16).toString('base64url')
    const payload = String(Number(seen.payload) + 1)
    const verdict = await backend.update({ ...seen, revision, payload }, seen.revision, call)
    if (verdict === 'gone') throw new Error('the session was lost')
    if (verdict === 'updated') break
    seen = verdict
  }
  if (seen === null) throw new Error('the session was lost')
  done++
}
await backend.close()
