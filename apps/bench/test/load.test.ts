import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type LoadResult, runLoad } from '../src/load/load.ts'

/** Loads a server that answers as `listener` does. */
async function load(workload: string, listener: RequestListener): Promise<LoadResult> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return runLoad({
    port,
    workload,
    visitors: [{ name: 'ada', cookie: '__Host-sid=a', count: 0 }],
    checks: { writeSetsCookie: false },
    settle: 5,
    duration: 20,
  })
}

describe('a run fails', () => {
  it('at a status that is not 200', async () => {
    const failing = load(
      'untouched',
      (_, res) => void res.writeHead(503, { 'Content-Length': 2 }).end('no'),
    )
    await expect(failing).rejects.toThrow('answered with 503: no')
  })

  it('at a count that is not the next one', async () => {
    const failing = load('write', (_, res) => void res.end('1'))
    await expect(failing).rejects.toThrow("'1' instead of '2'")
  })

  it('at a cookie that is missing, or that nobody asked for', async () => {
    await expect(load('sign-in', (_, res) => void res.end('signed in'))).rejects.toThrow('cookie')
    const eager = load('read', (_, res) => void res.setHeader('Set-Cookie', 'a=b').end('ada'))
    await expect(eager).rejects.toThrow("cookies 'a=b'")
  })

  it('at a connection that the server closes', async () => {
    const failing = load('read', (_, res) => void res.destroy())
    await expect(failing).rejects.toThrow()
  })
})

it('counts what was answered', async () => {
  const result = await load('read', (_, res) => void res.end('ada'))
  expect(result.perSecond).toBeGreaterThan(0)
})
