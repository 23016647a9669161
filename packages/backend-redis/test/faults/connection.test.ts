import { startRedis, type TcpProxy, tcpProxy } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redisBackend } from '../../src/index.ts'
import { everyVerb } from '../calls/every-verb.ts'
import { type Connected, ioRedis, nodeRedis } from '../connect.ts'
import { call, newRecord, nextRecord } from '../sessions.ts'
import { expectUnavailable, recovered, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedis],
  ['ioredis', ioRedis],
] as const)('%s, a connection that fails', (_name, connect) => {
  it('R111: cut within an answer, it gives no session to the wrong one', async () => {
    const { proxy, connected } = await throughProxy(connect)
    const { signIn, userOf } = site(connected)
    const tokens = await Promise.all(Array.from({ length: 10 }, (_, n) => signIn(`user-${n}`)))
    for (const bytes of [1, 60, 200, 700]) {
      const cut = proxy.cutAfter('answer', bytes)
      const found = await Promise.allSettled(tokens.map(userOf))
      await cut
      for (const [n, each] of found.entries()) {
        if (each.status === 'fulfilled') expect(each.value).toBe(`user-${n}`)
      }
      await recovered(() => userOf(tokens[0] ?? ''))
    }
    expect(await Promise.all(tokens.map(userOf))).toEqual(tokens.map((_, n) => `user-${n}`))
  }, 60_000)

  it('R112: a save whose answer was lost counts once, whatever its caller is told', async () => {
    const { proxy, connected } = await throughProxy(connect)
    const { sessions, signIn } = site(connected)
    const token = await signIn('ann')
    for (let round = 1; round <= 3; round++) {
      const session = await sessions.open(token).load()
      session.change('visits', (visits) => Number(visits ?? 0) + 1)
      const lost = proxy.loseAnswer(/evalsha/i)
      await session.save().catch(() => undefined)
      await lost
      const visits = await recovered(async () =>
        Number((await sessions.open(token).load()).get('visits')),
      )
      expect(visits).toBe(round)
    }
  }, 60_000)

  it('R112: a write that a driver sends again is the same write', async () => {
    const { proxy, connected } = await throughProxy(connect)
    onTestFinished(() => connected.close())
    const backend = redisBackend({ client: connected.client, prefix: 'again' })
    // So that what is lost below is the answer to a script that ran.
    await everyVerb(backend)
    const first = newRecord({ owner: 'ann' })
    const second = nextRecord(first)
    const answers = [
      await repeated(proxy, () => backend.create(first, call())),
      await repeated(proxy, () => backend.update(second, first.revision, call())),
    ]
    // Never "taken", "gone" or a conflict with itself.
    expect(answers).toEqual([true, 'updated'])
    expect(await backend.read(first.id, call())).toEqual(second)
  }, 60_000)

  it('R111: held by the network, a call ends at its deadline, and the next find the right sessions', async () => {
    const { proxy, connected } = await throughProxy(connect)
    const { signIn, userOf } = site(connected)
    const [ann, bob] = [await signIn('ann'), await signIn('bob')]
    proxy.freeze('answer')
    await expectUnavailable(() => userOf(ann))
    proxy.thaw()
    await recovered(() => userOf(bob))
    expect(await userOf(bob)).toBe('bob')
    expect(await userOf(ann)).toBe('ann')
  }, 60_000)
})

/** What a call says whose first answer is lost with its connection: again by the driver, or else by us. */
async function repeated<T>(proxy: TcpProxy, run: () => Promise<T>): Promise<T> {
  const lost = proxy.loseAnswer(/evalsha/i)
  const answer = await run().catch(() => recovered(run))
  await lost
  return answer
}

async function throughProxy(
  connect: (url: string) => Promise<Connected>,
): Promise<{ proxy: TcpProxy; connected: Connected }> {
  const server = await startRedis()
  onTestFinished(() => server.stop())
  const proxy = await tcpProxy(server)
  onTestFinished(() => proxy.close())
  return { proxy, connected: await connect(proxy.url(server.url)) }
}
