import { createServer } from 'node:http'
import { listen } from 'demo-parts/listen'

/** This port if nothing listens there, else any free one. Free until somebody else is faster. */
export async function freePort(preferred: number): Promise<number> {
  const server = createServer()
  try {
    return await listen(server, preferred).catch(() => listen(server, 0))
  } finally {
    server.close()
  }
}
