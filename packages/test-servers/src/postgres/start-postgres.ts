import { appendFileSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requirePrograms, versionOf } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { copyFolder } from '../process/copy-folder.ts'
import { freePort } from '../process/free-port.ts'
import { startOnFreePort, startServer } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import { unprivilegedUser } from '../process/unprivileged-user.ts'
import { postgresTemplate } from './postgres-template.ts'
import { removeSharedMemory } from './remove-shared-memory.ts'

/** What can be different about a private PostgreSQL. */
export interface PostgresOptions {
  /** Lines of `postgresql.conf`, after ours: `fsync = on`. */
  readonly config?: readonly string[]
  /** Writes every statement to the log, for `postgresStatements`. */
  readonly logStatements?: boolean
}

/** Starts the lines of the log that `postgresStatements` reads. */
export const statementMark = '\u0001'

/**
 * Starts a private PostgreSQL, with the superuser `postgres` and no password. Nothing is flushed to the disk:
 * what is committed survives `kill`, if not a power cut.
 */
export function startPostgres(options: PostgresOptions = {}): Promise<Server> {
  return startOnFreePort(
    () => freePort(),
    (port) => startPostgresProcess(port, options),
  )
}

async function startPostgresProcess(
  port: number,
  { config = [], logStatements = false }: PostgresOptions,
): Promise<Server> {
  const [program = ''] = requirePrograms(software.postgres)
  const user = unprivilegedUser('postgres')
  const template = await postgresTemplate()
  const folder = makeFolder('postgres', user)
  const data = join(folder, 'data')
  await copyFolder(join(template, 'data'), data, user)
  const ours = [
    "listen_addresses = '127.0.0.1'",
    `port = ${port}`,
    "unix_socket_directories = ''",
    'max_connections = 200',
    // In its folder, where a kill leaves nothing that is not removed.
    'dynamic_shared_memory_type = mmap',
    'fsync = off',
    'full_page_writes = off',
    ...(logStatements
      ? ["log_statement = 'all'", `log_line_prefix = '${statementMark}%d${statementMark}'`]
      : []),
  ]
  appendFileSync(join(data, 'postgresql.conf'), `${[...ours, ...config].join('\n')}\n`)
  return startServer({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    host: '127.0.0.1',
    port,
    version: versionOf(program),
    command: {
      name: 'PostgreSQL',
      command: program,
      args: ['-D', data],
      folder,
      user,
      isReady: (pid) => saysReady(data, pid),
      shutDown: 'SIGINT',
      // Not SIGKILL: it removes its shared memory first.
      end: 'SIGQUIT',
      cleanUp: () => removeSharedMemory(data),
    },
  })
}

/** PostgreSQL keeps its state in a file: the first line is its process, the eighth its state. */
function saysReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')
    return lines[0] === String(pid) && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}
