import { createServer } from 'node:net'

// Below the range from which systems take ports for outgoing connections, so that a server that is down for a
// moment finds its port free again, and low enough that 10000 more is a port as well (Redis Cluster).
const lowest = 10_000
const highest = 22_000
const given = new Set<number>()

/** A port of 127.0.0.1 that nobody listens on, and that this process has not given out before. */
export async function freePort({ alsoFree = 0 }: { alsoFree?: number } = {}): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    if (given.has(port) || !(await isFree(port))) continue
    if (alsoFree !== 0 && !(await isFree(port + alsoFree))) continue
    given.add(port)
    return port
  }
  throw new Error(`No free port between ${lowest} and ${highest} on 127.0.0.1`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
