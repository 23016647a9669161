import { once } from 'node:events'
import type { Server } from 'node:http'

/** The port on which a server listens, once it does. */
export async function portOf(server: Server): Promise<number> {
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('There is no port.')
  return address.port
}

/** Tells the parent process the port of its server, and ends with it. */
export async function tellParent(server: Server): Promise<void> {
  process.on('disconnect', () => process.exit())
  process.send?.({ port: await portOf(server) })
}
