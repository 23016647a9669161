// One server process: `node server.ts '<backend address as JSON>'`. Tells its port to the parent.
import { createSessions } from '@sojourn/core'
import { createApp, type Data } from './app.ts'
import { type BackendAddress, openBackend } from './backends.ts'
import { tellParent } from './port.ts'

const address: BackendAddress = JSON.parse(process.argv[2] ?? '')
const { backend } = await openBackend(address)
const sessions = createSessions<Data>({
  backend,
  maxBytes: 65_536,
  // A machine that is busy with other tests is no outage.
  deadline: 5000,
})
await sessions.migrate()
await tellParent(createApp(sessions).listen(0, '127.0.0.1'))
