import { expect } from 'vitest'
import type { BackendAddress } from '../../src/backends.ts'
import { type Answer, type Client, type ServerProcess, startServer } from '../server-process.ts'
import type { Lag } from './lags.ts'

/**
 * How many answers may be stale at most. Redis has sent the message to every process when the one that
 * writes hears of it, and that one answers only then: what B gets first, it reads first, or with it.
 * PostgreSQL wakes a process of its own for each listener, whenever the system lets that run.
 */
export function mostPromised(kind: BackendAddress['kind']): number {
  return kind === 'redis' ? 1 : Number.POSITIVE_INFINITY
}

/**
 * Each round: a change in one process, answered; then reads in another, until they show it. Nine in
 * ten are writes, the others a sign-out and a sign-in, or a sign-in anew. A token that is new is
 * accepted at once, every time. In the second half they change places: who has connected first may
 * be told first.
 */
export async function cacheRounds(address: BackendAddress, rounds: number): Promise<Lag[]> {
  const servers = await Promise.all([startServer(address), startServer(address)])
  let [a, b] = servers
  try {
    const client: Client = { cookie: '' }
    await signIn(a, b, client)
    const lags: Lag[] = []
    let count = 0
    for (let round = 0; round < rounds; round++) {
      if (round === Math.floor(rounds / 2)) [a, b] = [b, a]
      const before: Client = { cookie: client.cookie }
      if (round % 20 === 19) {
        await a.ask(client, 'sign-out')
        lags.push(await until(b, before, ({ body }) => body.userId === null))
        client.cookie = ''
        await signIn(a, b, client)
        count = 0
      } else if (round % 20 === 9) {
        await signIn(a, b, client)
        lags.push(await until(b, before, ({ body }) => body.userId === null))
      } else {
        await a.ask(client, 'add')
        count++
        const wanted = count
        lags.push(await until(b, before, ({ body }) => body.data?.['count'] === wanted))
      }
    }
    // Each change was to an entry that the other had: what was seen is read without a call.
    await until(b, client, () => true)
    expect(await cacheOf(b)).toMatchObject({ active: true, hits: expect.toSatisfy(isPositive) })
    return lags
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
  }
}

async function signIn(a: ServerProcess, b: ServerProcess, client: Client): Promise<void> {
  expect((await a.ask(client, 'sign-in/ada')).status).toBe(200)
  const { body } = await b.ask({ cookie: client.cookie }, 'read')
  expect(body.userId, 'a new token is accepted at once').toBe('ada')
}

async function until(
  server: ServerProcess,
  { cookie }: Client,
  isSeen: (answer: Answer) => boolean,
): Promise<Lag> {
  const began = performance.now()
  for (let staleAnswers = 0; ; staleAnswers++) {
    const answer = await server.ask({ cookie }, 'read')
    expect(answer.status).toBe(200)
    const lasted = performance.now() - began
    if (isSeen(answer)) return { staleAnswers, lasted }
    // The bound is five seconds, and a busy machine adds to it.
    expect(lasted).toBeLessThan(10_000)
  }
}

function isPositive(value: number): boolean {
  return value > 0
}

async function cacheOf(server: ServerProcess): Promise<{ hits: number; active: boolean }> {
  const { body } = await server.ask({ cookie: '' }, 'cache')
  return { hits: 0, active: false, ...body }
}
