import { setTimeout as delay } from 'node:timers/promises'
import { SessionUnavailableError } from '@sojourn/core'
import { redisCommand, startRedisCluster, startRedisSentinel } from '@sojourn/test-servers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ioRedisCluster, ioRedisSentinel, nodeRedisCluster, nodeRedisSentinel } from '../connect.ts'
import { patience, recovered, site } from './site.ts'

describe.each([
  ['node-redis', nodeRedisSentinel],
  ['ioredis', ioRedisSentinel],
] as const)('%s by Sentinel', (_name, connect) => {
  it('R109: a primary that is killed is replaced, and nobody is let in or out meanwhile', async () => {
    const servers = await startRedisSentinel()
    onTestFinished(() => servers.stop())
    const { sessions, signIn, userOf } = site(await connect(servers))
    const token = await signIn('ann')
    const ended = await signIn('bob')
    await sessions.open().destroy(ended)
    // Only what a replica has survives: replication is what Redis promises nothing about.
    await vi.waitFor(async () => {
      const positions = [servers.primary, servers.replica].map(
        async ({ url }) =>
          /master_repl_offset:(\d+)/.exec(
            String(await redisCommand(url, 'INFO', 'replication')),
          )?.[1],
      )
      const [primary, replica] = await Promise.all(positions)
      expect(replica).toBe(primary)
    }, patience)
    await servers.primary.kill()
    const failed = await failuresUntilBack(() => userOf(token))
    // An outage is an outage: never an empty session in between.
    expect(failed).toBeGreaterThan(0)
    expect(await userOf(token)).toBe('ann')
    expect(await userOf(ended)).toBeNull()
    expect(await servers.primaryPort()).toBe(servers.replica.port)
    expect(await userOf(await signIn('carl'))).toBe('carl')
  }, 60_000)
})

describe.each([
  ['node-redis', nodeRedisCluster],
  ['ioredis', ioRedisCluster],
] as const)('%s on a cluster', (_name, connect) => {
  it('R109: a primary that is gone takes its sessions with it until it is back, and no others', async () => {
    const cluster = await startRedisCluster()
    onTestFinished(() => cluster.stop())
    // Otherwise every node refuses as soon as one is gone.
    for (const url of cluster.urls) {
      await redisCommand(url, 'CONFIG', 'SET', 'cluster-require-full-coverage', 'no')
    }
    const { signIn, userOf } = site(await connect(cluster))
    const tokens: string[] = []
    for (let n = 0; n < 30; n++) tokens.push(await signIn(`user-${n}`))
    const [lost] = cluster.nodes
    await lost?.kill()
    let unavailable = 0
    for (const [n, token] of tokens.entries()) {
      await userOf(token).then(
        (user) => expect(user).toBe(`user-${n}`),
        (error: unknown) => {
          expect(error).toBeInstanceOf(SessionUnavailableError)
          unavailable++
        },
      )
    }
    expect(unavailable).toBeGreaterThan(0)
    await lost?.restart()
    for (const [n, token] of tokens.entries()) {
      expect(await recovered(() => userOf(token))).toBe(`user-${n}`)
    }
  }, 90_000)
})

/** Asks until it answers; every failure on the way must be "unavailable". How many there were. */
async function failuresUntilBack(work: () => Promise<unknown>): Promise<number> {
  let failed = 0
  const until = performance.now() + patience.timeout
  for (;;) {
    try {
      await work()
      if (failed > 0) return failed
    } catch (error) {
      expect(error).toBeInstanceOf(SessionUnavailableError)
      failed++
    }
    if (performance.now() > until) throw new Error(`Not back after ${failed} failures`)
    await delay(patience.interval)
  }
}
