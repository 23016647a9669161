import { redisCommand, type Server, startRedis } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ioRedis, nodeRedis } from '../connect.ts'
import { expectUnavailable, recovered, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, a server that fails', (_name, connect) => {
  it('R109: killed and restarted, it lets nobody in meanwhile and has lost nothing', async () => {
    const server = await privateServer()
    const { sessions, signIn, userOf } = site(await connect(server.url))
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(`user-${n}`)))
    const [token = ''] = tokens
    await server.kill()
    await expectUnavailable(() => userOf(token))
    await expectUnavailable(() => signIn('another'))
    await expectUnavailable(() => sessions.open().destroy(token))
    await server.restart()
    await recovered(() => userOf(token))
    for (const [n, each] of tokens.entries()) expect(await userOf(each)).toBe(`user-${n}`)
    expect(await userOf(await signIn('another'))).toBe('another')
  }, 60_000)

  it('R111: stopped for longer than the deadline, it mixes up no answers afterwards', async () => {
    const server = await privateServer()
    const { signIn, userOf } = site(await connect(server.url))
    const tokens = await Promise.all(Array.from({ length: 20 }, (_, n) => signIn(`user-${n}`)))
    await server.pause()
    await expectUnavailable(() => Promise.all(tokens.slice(0, 10).map(userOf)))
    await server.resume()
    const [token = ''] = tokens
    await recovered(() => userOf(token))
    // The late answers to the first ten reads come before these.
    const found = await Promise.all([...tokens].reverse().map(userOf))
    expect(found.reverse()).toEqual(tokens.map((_, n) => `user-${n}`))
  }, 60_000)

  it('R40: a sign-out that could not be confirmed is an error, and can be repeated', async () => {
    const server = await privateServer()
    const { sessions, signIn, userOf } = site(await connect(server.url))
    const token = await signIn('ann')
    const session = await sessions.open(token).load()
    await server.pause()
    await expectUnavailable(() => session.signOut())
    await server.resume()
    await recovered(() => sessions.open().destroy(token))
    expect(await userOf(token)).toBeNull()
  }, 60_000)

  it('works on when the script cache was lost', async () => {
    const server = await privateServer()
    const { sessions, signIn, userOf } = site(await connect(server.url))
    const token = await signIn('ann')
    await redisCommand(server.url, 'SCRIPT', 'FLUSH')
    const session = await sessions.open(token).load()
    session.set('cart', 1)
    await session.save()
    await redisCommand(server.url, 'SCRIPT', 'FLUSH')
    await session.signOut()
    expect(await userOf(token)).toBeNull()
  })

  it('READONLY is unavailable, and over once the server takes writes again', async () => {
    const server = await privateServer()
    const { sessions, signIn } = site(await connect(server.url))
    const token = await signIn('ann')
    // Follows nobody: the port is its own.
    await redisCommand(server.url, 'REPLICAOF', '127.0.0.1', 1)
    const session = await sessions.open(token).load()
    session.set('cart', 1)
    await expectUnavailable(() => session.save())
    await expectUnavailable(() => signIn('bob'))
    await redisCommand(server.url, 'REPLICAOF', 'NO', 'ONE')
    await recovered(() => session.save())
    expect((await sessions.open(token).load()).get('cart')).toBe(1)
  }, 60_000)
})

async function privateServer(): Promise<Server> {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  return server
}
