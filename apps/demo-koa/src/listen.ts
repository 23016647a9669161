import { once } from 'node:events'
import type { Server } from 'node:http'

const preferred = 3001

/**
 * Accepts requests from this machine only, and returns the port: the wanted one, or when none is
 * wanted, 3001 or any free one.
 */
export async function listen(server: Server, wanted: number | null): Promise<number> {
  try {
    return await listenOn(server, wanted ?? preferred)
  } catch (error) {
    if (!isTaken(error)) throw error
    if (wanted === null) return await listenOn(server, 0)
    throw new Error(`Port ${wanted} is taken. Choose another, or leave out --port.`)
  }
}

async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
