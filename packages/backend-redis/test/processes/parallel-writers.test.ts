import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createSessions } from '@sojourn/core'
import { sharedServer } from '@sojourn/test-servers'
import { expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { nodeRedis } from '../connect.ts'
import { newName } from '../sessions.ts'

const script = fileURLToPath(new URL('writer.ts', import.meta.url))

// Fifty writers in all, twenty writes each, over both drivers.
const processes = [
  { driver: 'node-redis', writers: 13 },
  { driver: 'ioredis', writers: 13 },
  { driver: 'node-redis', writers: 12 },
  { driver: 'ioredis', writers: 12 },
]
const writes = 20

it('R33: a thousand writes of fifty writers in four processes are all there', async () => {
  const { url } = await sharedServer('redis')
  const prefix = newName()
  const connected = await nodeRedis(url)
  onTestFinished(() => connected.close())
  const backend = redisBackend({ client: connected.client, prefix })
  const sessions = createSessions<{ count: number }>({ backend, name: false })
  const session = await sessions.open().load()
  await session.authenticate('ann')
  const token = session.sessionKey ?? ''

  const codes = await Promise.all(
    processes.map(({ driver, writers }) =>
      run([url, prefix, driver, String(writers), String(writes)], token),
    ),
  )
  expect(codes).toEqual([0, 0, 0, 0])
  const after = await sessions.open(token).load({ fresh: true })
  expect(after.get('count')).toBe(1000)
  expect(after.userId).toBe('ann')
}, 60_000)

function run(args: readonly string[], token: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--conditions=@sojourn/source', script, ...args], {
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  child.stdin.end(`${token}\n`)
  return new Promise((resolve) => child.once('exit', resolve))
}
