import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Contender } from '../contenders/contender.ts'
import { serverCore } from '../process/cores.ts'
import type { StoreServer } from '../stores/store-server.ts'
import { StoreServers } from '../stores/store-servers.ts'
import { type Server, startServer } from './server.ts'

/** One contender that runs, with its store. */
export interface Running {
  readonly contender: Contender
  readonly server: Server
  readonly store: StoreServer | undefined
  readonly port: number
}

/**
 * Runs something with all contenders up; each idles while another is measured.
 */
export async function withContenders<T>(
  contenders: readonly Contender[],
  work: (running: readonly Running[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  const stores = await StoreServers.start(contenders)
  const servers: Server[] = []
  try {
    const started = contenders.map((contender) => {
      const store = stores.of(contender)
      const server = startServer(contender, folder, store?.url)
      servers.push(server)
      return { contender, server, store }
    })
    const running = await Promise.all(
      started.map(async (each) => ({ ...each, port: (await each.server.ask({})).port })),
    )
    for (const { server } of running) server.pin(serverCore)
    return await work(running)
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await stores.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
