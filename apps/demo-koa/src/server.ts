import { once } from 'node:events'
import { createServer } from 'node:http'
import { app } from './app.ts'
import { listen } from './listen.ts'
import { parseOptions } from './options.ts'
import { sessions } from './session.ts'

const hour = 3_600_000

await sessions.migrate()
setInterval(() => sessions.clearExpired().catch(console.error), hour).unref()

const server = createServer(app.callback())
const port = await listen(server, parseOptions(process.argv.slice(2)).port)
// To the process that started this one, when there is one.
process.send?.(port)

let stopping = false

/** Takes no more requests, finishes those that have begun, then closes the sessions. */
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => server.closeAllConnections(), 3000).unref()
  server.close()
  await once(server, 'close')
  await sessions.close()
}

process.on('SIGTERM', stop)
process.on('SIGINT', stop)
// The process that started this one has gone.
process.on('disconnect', stop)
process.channel?.unref()
