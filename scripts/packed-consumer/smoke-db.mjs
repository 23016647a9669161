// The packed SQL backend on a file, and a second process's worth of it: what one wrote, the next reads.
import { strict as assert } from 'node:assert'
import { rmSync } from 'node:fs'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { createSessions } from '@sojourn/core'

const path = 'smoke.db'
const openSessions = () => createSessions({ backend: dbBackend(sqlite({ path })), name: false })

const writing = openSessions()
await writing.migrate()
const session = await writing.open().load()
session.set('a', 1)
await session.save()
const token = session.sessionKey
await writing.close()

const reading = openSessions()
assert.equal((await reading.open(token).load()).get('a'), 1)
await reading.close()

for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
