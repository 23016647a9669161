// One server process: `node server.ts '<backend address as JSON>'`. Tells its port to the parent.
import type { AddressInfo } from 'node:net'
import { createSessions } from '@sojourn/core'
import { createApp, type Data } from './app.ts'
import { type BackendAddress, openBackend } from './backends.ts'

const address: BackendAddress = JSON.parse(process.argv[2] ?? '')
const { backend } = await openBackend(address)
const sessions = createSessions<Data>({
  backend,
  maxBytes: 65_536,
  // A machine that is busy with other tests is no outage.
  deadline: 5000,
})
await sessions.migrate()
const server = createApp(sessions).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  process.send?.({ port })
})
process.on('disconnect', () => process.exit())
