import { once } from 'node:events'
import type { Server } from 'node:http'
import { closeSessions, sessions } from '../session/sessions.ts'
import { listen } from './listen.ts'

const hour = 3_600_000

/** Accepts requests on `PORT`, or any free one, until SIGTERM: then those that have begun are finished. */
export async function serve(server: Server): Promise<void> {
  await sessions.migrate()
  setInterval(() => sessions.clearExpired().catch(console.error), hour).unref()
  const stop = stopping(server)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop)
  // The process that started this one has gone.
  process.on('disconnect', stop)
  process.channel?.unref()
  const port = await listen(server, Number(process.env['PORT'] ?? 0))
  console.log(`Listening on http://localhost:${port}`)
}

/** Takes no more requests, finishes those that have begun, then closes the sessions. Once. */
function stopping(server: Server): () => void {
  let stopped = false
  return async () => {
    if (stopped) return
    stopped = true
    setTimeout(() => server.closeAllConnections(), 3000).unref()
    server.close()
    await once(server, 'close')
    await closeSessions()
  }
}
