import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, type ServerProcess, startServer } from './server-process.ts'
import { storeOf, targets } from './targets.ts'

describe.each(targets)('two server processes on one $kind store', ({ make }) => {
  const address = storeOf(make)
  let servers: [ServerProcess, ServerProcess]
  beforeAll(async () => {
    const at = await address()
    servers = await Promise.all([startServer(at), startServer(at)])
  }, 60_000)
  afterAll(() => Promise.all(servers.map((server) => server.stop())))

  const signedIn = async (): Promise<Client> => {
    const client: Client = { cookie: '' }
    await servers[0].ask(client, 'sign-in/ada')
    return client
  }
  /** The same cookie in a request of its own. */
  const tab = ({ cookie }: Client): Client => ({ cookie })

  it('R33 500 parallel requests that each set their own key: 500 keys are there', async () => {
    const client = await signedIn()
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, i) =>
        servers[i % 2 === 0 ? 0 : 1].ask(tab(client), `set/${i}`),
      ),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    const { data = {} } = (await servers[1].ask(client, 'fresh')).body
    expect(Object.keys(data)).toHaveLength(500)
  })

  it('R33 200 parallel change(counter): exactly 200', async () => {
    const client = await signedIn()
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => servers[i % 2 === 0 ? 0 : 1].ask(tab(client), 'add')),
    )
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
    expect((await servers[0].ask(client, 'fresh')).body.data).toEqual({ count: 200 })
  })

  it('R31 a slow request that saves after the sign-out in the other process: 409, no cookie, gone for good', async () => {
    const client = await signedIn()
    const slow = servers[0].ask(tab(client), 'slow')
    await servers[0].ask({ cookie: '' }, 'arrived')
    expect((await servers[1].ask(tab(client), 'sign-out')).status).toBe(200)
    await servers[0].ask({ cookie: '' }, 'release')
    const { status, setCookie } = await slow
    expect(status).toBe(409)
    expect(setCookie).toEqual([])
    for (const server of servers)
      expect((await server.ask(tab(client), 'fresh')).body.userId).toBeNull()
  })

  it('R24 a sign-in in one is what the other sees next, and the old cookie is refused at once', async () => {
    const client = await signedIn()
    const before = tab(client)
    await servers[0].ask(client, 'sign-in/ada')
    expect((await servers[1].ask(client, 'read')).body.userId).toBe('ada')
    expect((await servers[1].ask(before, 'fresh')).body.userId).toBeNull()
  })
})
