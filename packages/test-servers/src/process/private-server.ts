import type { Address, Server } from './server.ts'
import { type ServerCommand, ServerProcess } from './server-process.ts'
import { removeFolder } from './temporary-folder.ts'

/** What a server is beside its process. */
export interface PrivateServer extends Address {
  readonly url: string
  readonly version: string
  readonly command: ServerCommand
}

/** Starts the server and hands over its handle. */
export async function startServer(server: PrivateServer): Promise<Server> {
  const { url, host, port, version, command } = server
  const running = new ServerProcess(command)
  const stop = async (): Promise<void> => {
    await running.end()
    command.cleanUp?.()
    removeFolder(command.folder)
  }
  await running.start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return {
    url,
    host,
    port,
    version,
    logFile: running.logFile,
    get pid() {
      return running.pid
    },
    pause: () => running.pause(),
    resume: () => running.resume(),
    kill: (signal) => running.kill(signal),
    restart: () => running.restart(),
    stop,
  }
}

/** Starts a server on a free port, and tries another when somebody else was quicker to take it. */
export async function startOnFreePort<Started>(
  nextPort: () => Promise<number>,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await nextPort())
    } catch (error) {
      const taken = error instanceof Error && /already in use|EADDRINUSE/i.test(error.message)
      if (!taken || attempt === 5) throw error
    }
  }
}
