// The first example of the README, against the packed packages: imported as ES modules.
import { strict as assert } from 'node:assert'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'

const sessions = createSessions({ backend: memoryBackend(), name: false })

const session = await sessions.open().load()
session.set('a', 1)
await session.save()

const again = await sessions.open(session.sessionKey).load()
assert.equal(again.get('a'), 1)

await sessions.close()
