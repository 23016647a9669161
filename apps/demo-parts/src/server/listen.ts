import { once } from 'node:events'
import type { Server } from 'node:http'

/** Accepts requests from this machine only, on this port or, where it is 0, any free one. Returns which. */
export async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
