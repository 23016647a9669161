import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { requirePrograms, versionOf } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { copyFolder } from '../process/copy-folder.ts'
import { freePort } from '../process/free-port.ts'
import { startOnFreePort, startServer } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import {
  mariadbDatabase,
  mariadbFiles,
  mariadbOwner,
  mariadbTemplate,
  mariadbUser,
} from './mariadb-template.ts'

/** What can be different about a private MariaDB. */
export interface MariadbOptions {
  /** Lines of `my.cnf` for the server, after ours: `innodb_flush_log_at_trx_commit = 1`. */
  readonly config?: readonly string[]
}

/**
 * Starts a private MariaDB, with a user who may do everything and has no password. Nothing is flushed to the
 * disk: what is committed survives `kill`, if not a power cut.
 */
export function startMariadb(options: MariadbOptions = {}): Promise<Server> {
  return startOnFreePort(
    () => freePort(),
    (port) => startMariadbProcess(port, options),
  )
}

async function startMariadbProcess(port: number, { config = [] }: MariadbOptions): Promise<Server> {
  const [program = ''] = requirePrograms(software.mariadb)
  const user = mariadbOwner()
  const template = await mariadbTemplate()
  const folder = makeFolder('mariadb', user)
  const data = join(folder, 'data')
  const pidFile = join(folder, 'pid')
  await copyFolder(join(template, 'data'), data, user)
  const ours = [
    '[mysqld]',
    `datadir = ${data}`,
    `port = ${port}`,
    'bind_address = 127.0.0.1',
    'skip_name_resolve = on',
    `socket = ${join(folder, 'socket')}`,
    `pid_file = ${pidFile}`,
    'max_connections = 200',
    // Connections that are cut must not lock this address out.
    'max_connect_errors = 4294967295',
    'innodb_flush_log_at_trx_commit = 2',
    'innodb_buffer_pool_size = 32M',
    'character_set_server = utf8mb4',
    ...mariadbFiles,
  ]
  const file = join(folder, 'my.cnf')
  writeFileSync(file, `${[...ours, ...config].join('\n')}\n`)
  return startServer({
    url: `mysql://${mariadbUser}@127.0.0.1:${port}/${mariadbDatabase}`,
    host: '127.0.0.1',
    port,
    version: versionOf(program),
    command: {
      name: 'MariaDB',
      command: program,
      args: [`--defaults-file=${file}`],
      folder,
      user,
      isReady: async (pid) => isRunning(pidFile, pid) && (await greets(port)),
      shutDown: 'SIGTERM',
      end: 'SIGKILL',
    },
  })
}

/** MariaDB writes its process down once it has the port: if not, somebody else may answer there. */
function isRunning(pidFile: string, pid: number): boolean {
  return existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim() === String(pid)
}

/** MariaDB speaks first: it says its protocol, 10, once it takes clients. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('data', (greeting) => {
      resolve(greeting[4] === 10)
      socket.end()
    })
    socket.once('error', () => resolve(false))
    socket.once('close', () => resolve(false))
  })
}
