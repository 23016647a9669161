import { createServer, type Server } from 'node:http'
import { afterAll, expect, test } from 'vitest'
import { listen } from '../src/listen.ts'

const servers: Server[] = []

function server(): Server {
  const made = createServer()
  servers.push(made)
  return made
}

afterAll(() => {
  for (const each of servers) each.close()
})

test('a taken port is passed over', async () => {
  const first = await listen(server(), null)
  expect(await listen(server(), null)).not.toBe(first)
})

test('a taken port that was asked for is an error that says so', async () => {
  const port = await listen(server(), 0)
  await expect(listen(server(), port)).rejects.toThrow(`Port ${port} is taken`)
})
