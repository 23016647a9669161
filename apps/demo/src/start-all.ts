import { generateSecret } from '@sojourn/core'
import { toEnvironment } from 'demo-parts/settings'
import { demos } from './demos.ts'
import type { Options } from './options.ts'
import { freePort } from './ports.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { openStore } from './store.ts'

/** The demos, running on one store. */
export interface Running {
  readonly servers: readonly ServerProcess[]
  /** Starts all of them anew, at the same addresses and on the same store. Resolves to their exit codes. */
  restart(): Promise<readonly number[]>
  /** Stops them, then the store if it is theirs. Resolves to their exit codes. */
  stop(): Promise<readonly number[]>
}

/** Starts every demo on one store; `anyPort` leaves the well-known ports to others. */
export async function startAll(
  options: Omit<Options, 'check'>,
  { anyPort = false }: { readonly anyPort?: boolean } = {},
): Promise<Running> {
  const store = await openStore(options.backend)
  const places: { readonly demo: (typeof demos)[number]; readonly port: number }[] = []
  for (const demo of demos) places.push({ demo, port: await freePort(anyPort ? 0 : demo.port) })
  const environment = toEnvironment({
    backend: options.backend,
    folder: options.data,
    storeUrl: store.url,
    // Made anew at every start: sessions in cookies end with the demo, as a private store's do.
    secret: generateSecret(),
    insecureDevelopment: options.insecureDevelopment,
    demos: places.map(({ demo: { framework }, port }) => ({
      framework,
      address: `http://localhost:${port}`,
    })),
  })
  const start = (): Promise<ServerProcess[]> =>
    Promise.all(
      places.map(({ demo, port }) =>
        startServer(demo, port, environment, options.insecureDevelopment),
      ),
    )
  const stopServers = (servers: readonly ServerProcess[]): Promise<number[]> =>
    Promise.all(servers.map((server) => server.stop()))

  const running = { servers: await start() }
  return {
    get servers() {
      return running.servers
    },
    restart: async () => {
      const codes = await stopServers(running.servers)
      running.servers = await start()
      return codes
    },
    stop: async () => {
      const codes = await stopServers(running.servers)
      await store.stop()
      return codes
    },
  }
}
