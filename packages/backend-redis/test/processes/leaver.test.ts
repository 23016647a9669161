import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sharedServer } from '@sojourn/test-servers'
import { expect, it } from 'vitest'
import { newName } from '../sessions.ts'

it.each(['node-redis', 'ioredis'])(
  'R113 the connection of the cache keeps no process alive, with %s',
  async (kind) => {
    const { url } = await sharedServer('redis')
    const file = fileURLToPath(new URL('leaver.ts', import.meta.url))
    const args = ['--conditions=@sojourn/source', file, kind, url, newName()]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
    const tooLong = setTimeout(() => child.kill(), 30_000)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(tooLong)
    expect([code, signal]).toEqual([0, null])
  },
  60_000,
)
