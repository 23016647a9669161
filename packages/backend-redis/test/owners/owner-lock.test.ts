import { expect, it } from 'vitest'
import { driverOf } from '../../src/client/driver-of.ts'
import { OwnerLock } from '../../src/owners/owner-lock.ts'
import { enlistSession } from '../../src/scripts/enlist-session.ts'
import { Commands } from '../../src/store/commands.ts'
import { ioRedis } from '../connect.ts'
import { onSharedServer } from '../on-shared-server.ts'
import { call, newName } from '../sessions.ts'

const { client, redis } = await onSharedServer(ioRedis)
const commands = new Commands(driverOf(client))

it('R43: lets one at a time, and the next as soon as one is done', async () => {
  const lock = new OwnerLock(commands, newName())
  let inside = 0
  const most: number[] = []
  await Promise.all(
    Array.from({ length: 10 }, () =>
      lock.hold(call().signal, async () => {
        most.push(++inside)
        await redis.command('PING')
        inside--
        return true
      }),
    ),
  )
  expect(most).toEqual(Array(10).fill(1))
})

it('R43: is kept after an abort: a command may still be on its way', async () => {
  const lock = new OwnerLock(commands, newName())
  const controller = new AbortController()
  const held = lock.hold(controller.signal, async () => {
    controller.abort(new Error('too late'))
    throw controller.signal.reason
  })
  await expect(held).rejects.toThrow('too late')
  expect(await redis.command('PTTL', lock.key)).toBeGreaterThan(0)
})

it('R43: is given back after a failure', async () => {
  const lock = new OwnerLock(commands, newName())
  const held = lock.hold(call().signal, () => Promise.reject(new Error('failed')))
  await expect(held).rejects.toThrow('failed')
  expect(await lock.hold(call().signal, async () => 'next')).toBe('next')
})

it('R43: whoever has lost it takes no place', async () => {
  const [index, lock] = [newName(), newName()]
  await redis.command('SET', lock, 'another')
  const args = [String(Date.now()), String(Date.now() + 60_000), 'member', 'holder']
  const run = (): Promise<unknown> =>
    commands.run(enlistSession, [index, lock], args, call().signal)
  expect(await run()).toBe(0)
  expect(await redis.command('EXISTS', index)).toBe(0)
  await redis.command('SET', lock, 'holder')
  expect(await run()).toBe(1)
  await redis.command('DEL', index, lock)
})
