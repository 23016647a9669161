// The packed cookie backend, with the keys and the sealing of core's own entry for them.
import { strict as assert } from 'node:assert'
import { cookieBackend } from '@sojourn/backend-cookie'
import { createSessions, generateSecret } from '@sojourn/core'

const secrets = generateSecret()
for (const mode of ['sealed', 'signed']) {
  const openSessions = () =>
    createSessions({ backend: cookieBackend({ secrets, mode }), name: false })
  const session = await openSessions().open().load()
  session.set('a', 1)
  await session.save()
  const again = await openSessions().open(session.sessionKey).load()
  assert.equal(again.get('a'), 1)
}
