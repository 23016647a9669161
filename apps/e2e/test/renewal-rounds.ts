import { createSessions } from '@sojourn/core'
import { expect } from 'vitest'
import { createApp, type Data } from '../src/app.ts'
import { type BackendAddress, openBackend } from '../src/backends.ts'
import { portOf } from '../src/port.ts'
import { KeepAliveClient } from './keep-alive.ts'

const parallel = 50

/**
 * As often as `rounds` says, fifty requests at the renewal time, over HTTP: one of them gets a new
 * cookie, all of them are served as the user, and the next round goes on with that cookie.
 */
export async function renewalRounds(address: BackendAddress, rounds: number): Promise<void> {
  let time = Date.now()
  const { backend, close } = await openBackend(address)
  const sessions = createSessions<Data>({
    backend,
    name: false,
    clock: () => time,
    lifetime: { idle: '1d', absolute: '100d', renewal: '15m' },
    deadline: 5000,
  })
  await sessions.migrate()
  const told = { renewed: 0, ended: 0 }
  sessions.on('renewed', ({ reason }) => {
    if (reason === 'scheduled') told.renewed++
  })
  sessions.on('destroyed', () => told.ended++)
  const server = createApp(sessions).listen(0, '127.0.0.1')
  const client = new KeepAliveClient(await portOf(server))
  try {
    let cookie = cookieOf((await client.get('/sign-in/ada', '')).setCookie[0])
    for (let round = 1; round <= rounds; round++) {
      time += 15 * 60_000
      const answers = await Promise.all(
        Array.from({ length: parallel }, () => client.get('/read', cookie)),
      )
      const users = new Set(answers.map(({ status, body }) => `${status} ${body}`))
      const cookies = answers.flatMap(({ setCookie }) => setCookie)
      expect([round, ...users], 'everybody is served as the user').toEqual([
        round,
        '200 {"userId":"ada","data":{}}',
      ])
      expect([round, cookies.length], 'one cookie').toEqual([round, 1])
      cookie = cookieOf(cookies[0])
      // The next request presents it; it gets no other.
      const { body, setCookie } = await client.get('/read', cookie)
      expect([round, body, setCookie]).toEqual([round, '{"userId":"ada","data":{}}', []])
      await sessions.connector.save()
    }
    expect(told).toEqual({ renewed: rounds, ended: 0 })
  } finally {
    client.close()
    server.close()
    await sessions.close()
    await close()
  }
}

function cookieOf(line: string | undefined): string {
  return line?.split(';')[0] ?? ''
}
