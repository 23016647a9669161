// A server that says everything it can about its sessions: `node server.ts '<backend address>'`, with
// the data's canary in CANARY. What it prints and sends to its parent is searched for secrets.
import { cookieBackend } from '@sojourn/backend-cookie'
import { createSessions, encryptedBackend, type SessionEventName } from '@sojourn/core'
import { type BackendAddress, openBackend } from '../backends.ts'
import { tellParent } from '../port.ts'
import { canaryApp, type Data } from './app.ts'
import { sayAllOf } from './say.ts'

const address: BackendAddress = JSON.parse(process.argv[2] ?? '')
const { backend } = await openBackend(address)
const secrets = process.env['CANARY_KEY']
const cookieSecrets = process.env['CANARY_COOKIE_KEY']
const stored = secrets ? encryptedBackend(backend, { secrets }) : backend
const sessions = createSessions<Data>(
  cookieSecrets
    ? { backend: cookieBackend({ secrets: cookieSecrets, revocation: stored }) }
    : { backend: stored, lifetime: { renewal: '1s' } },
)
await sessions.migrate()

// Every event that there is: one that is missing here does not compile.
const events: Readonly<Record<SessionEventName, true>> = {
  created: true,
  loaded: true,
  saved: true,
  renewed: true,
  authenticated: true,
  destroyed: true,
  expired: true,
  rejected: true,
  conflict: true,
  unavailable: true,
  duplicate: true,
  'suspected-theft': true,
  'device-changed': true,
  cache: true,
}
const { subscribe } = await import('node:diagnostics_channel')
for (const name of Object.keys(events)) {
  if (isEvent(name)) sessions.on(name, (event) => sayAllOf(`event ${name}`, event))
  subscribe(`sojourn:${name}`, (message, channel) => sayAllOf(String(channel), message))
}
process.on('warning', (warning) => sayAllOf('warning', warning))
process.on('unhandledRejection', (reason) => sayAllOf('unhandled', reason))
sayAllOf('sessions', sessions)
sayAllOf('connector', sessions.connector)
sayAllOf('settings', [...sessions.settings])

await tellParent(canaryApp(sessions).listen(0, '127.0.0.1'))

function isEvent(name: string): name is SessionEventName {
  return name in events
}
