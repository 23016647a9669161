import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { requirePrograms, versionOf } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { freePort } from '../process/free-port.ts'
import { startOnFreePort, startServer } from '../process/private-server.ts'
import type { Server } from '../process/server.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import { redisCommand } from './redis-connection.ts'

/** What can be different about a private Redis. */
export interface RedisOptions {
  /** Lines of `redis.conf`, after ours: `maxmemory 1mb`. */
  readonly config?: readonly string[]
}

/** Starts a private Redis. What it has confirmed survives `kill`, if not a power cut. */
export function startRedis({ config = [] }: RedisOptions = {}): Promise<Server> {
  return startOnFreePort(
    () => freePort(),
    (port) => startRedisProcess(port, config, []),
  )
}

/** @internal One process of a single server, a cluster or a sentinel. */
export function startRedisProcess(
  port: number,
  config: readonly string[],
  args: readonly string[],
): Promise<Server> {
  const [program = ''] = requirePrograms(software.redis)
  const folder = makeFolder('redis')
  const isSentinel = args.includes('--sentinel')
  const ours = [
    'bind 127.0.0.1',
    'protected-mode no',
    `port ${port}`,
    `dir ${folder}`,
    // Written to the system before the answer, so that only the machine can lose it.
    ...(isSentinel ? [] : ['save ""', 'appendonly yes', 'appendfsync no']),
  ]
  const file = join(folder, 'redis.conf')
  writeFileSync(file, `${[...ours, ...config].join('\n')}\n`)
  const url = `redis://127.0.0.1:${port}`
  return startServer({
    url,
    host: '127.0.0.1',
    port,
    version: versionOf(program),
    command: {
      name: isSentinel ? 'Redis Sentinel' : 'Redis',
      command: program,
      args: [file, ...args],
      folder,
      isReady: (pid) => answersAs(pid, url),
      shutDown: 'SIGTERM',
      end: 'SIGKILL',
    },
  })
}

/** Whether that process, and not one that was quicker to take the port, has read its data and answers. */
async function answersAs(pid: number, url: string): Promise<boolean> {
  try {
    await redisCommand(url, 'PING')
    const info = String(await redisCommand(url, 'INFO', 'server'))
    return /process_id:(\d+)/.exec(info)?.[1] === String(pid)
  } catch (error) {
    // With `requirepass` it says no more than this.
    return error instanceof Error && error.message.startsWith('NOAUTH')
  }
}
