import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, type ServerProcess, startServer } from './server-process.ts'
import { storeOf, targets } from './targets.ts'

const writers = 50
const writesOfEach = 20

describe.each(targets)('four server processes on one $kind store', ({ make }) => {
  const address = storeOf(make)
  let servers: ServerProcess[] = []
  beforeAll(async () => {
    const at = await address()
    servers = await Promise.all(Array.from({ length: 4 }, () => startServer(at)))
  }, 60_000)
  afterAll(() => Promise.all(servers.map((server) => server.stop())))

  const of = (i: number): ServerProcess => {
    const server = servers[i % servers.length]
    if (!server) throw new Error('No server was started.')
    return server
  }

  it('R33 fifty parallel writers to one session, 1,000 writes: every write is there', async () => {
    const client: Client = { cookie: '' }
    await of(0).ask(client, 'sign-in/ada')
    const statuses = new Map<number, number>()
    await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        for (let i = 0; i < writesOfEach; i++) {
          const mine = { cookie: client.cookie }
          const route = i % 2 === 0 ? `set/${writer * writesOfEach + i}` : 'add'
          const { status } = await of(writer).ask(mine, route)
          statuses.set(status, (statuses.get(status) ?? 0) + 1)
        }
      }),
    )
    const all = writers * writesOfEach
    expect([...statuses]).toEqual([[200, all]])
    const { data = {} } = (await of(1).ask(client, 'fresh')).body
    const { count, ...keys } = data
    expect(count).toBe(all / 2)
    expect(Object.keys(keys)).toHaveLength(all / 2)
  }, 60_000)
})
