import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { attach, gate } from './hooks.ts'
import { protocols, roundTrip, serve } from './serve.ts'

const megabyte = Buffer.alloc(1_000_000, 'x')

function* megabytes(count: number): Generator<Buffer> {
  for (let at = 0; at < count; at++) yield megabyte
}

describe.each(protocols)('R118: streams held over %s', (protocol) => {
  test('write answers false, and drain follows', async () => {
    const { promise, open } = gate()
    const answers: boolean[] = []
    const { get } = await serve(protocol, async (res) => {
      attach(res, () => promise)
      answers.push(res.write('a'), res.write('b'))
      const drained = once(res, 'drain')
      open()
      await drained
      answers.push(res.write('c'))
      res.end()
    })
    expect((await get()).body).toBe('abc')
    expect(answers).toEqual([false, false, true])
  })

  test('drain follows a write after a head that is held', async () => {
    const { promise, open } = gate()
    const { get } = await serve(protocol, async (res) => {
      attach(res, () => promise)
      res.writeHead(200)
      expect(res.write('a')).toBe(false)
      const drained = once(res, 'drain')
      open()
      await drained
      res.end('b')
    })
    expect((await get()).body).toBe('ab')
  })

  test.each(['pipe', 'pipeline'])('%s of 10 MB, with backpressure', async (way) => {
    const { promise, open } = gate()
    let taken = 0
    let sourceOfTest: Readable | undefined
    const client = await serve(protocol, (res) => {
      attach(res, () => promise)
      const source = Readable.from(megabytes(10), { objectMode: false, highWaterMark: 1 })
      source.on('data', (chunk: Buffer) => (taken += chunk.length))
      sourceOfTest = source
      if (way === 'pipe') source.pipe(res)
      else void pipeline(source, res)
    })
    const pending = client.send('/')
    await roundTrip(client)
    expect(taken).toBe(megabyte.length)
    expect(sourceOfTest?.isPaused()).toBe(true)
    open()
    const { body, complete } = await pending.answer
    expect(body.length).toBe(10_000_000)
    expect(complete).toBe(true)
  })

  test('a stream of events arrives one by one', async () => {
    const next = [gate(), gate(), gate()]
    const { send } = await serve(protocol, async (res) => {
      attach(res, () => new Promise((resolve) => setImmediate(resolve)))
      res.writeHead(200, { 'Content-Type': 'text/event-stream' })
      res.flushHeaders()
      for (const [index, { promise }] of next.entries()) {
        await promise
        res.write(`data: ${index}\n\n`)
      }
      res.end()
    })
    const pending = send('/')
    let before = 0
    for (const { open } of next) {
      await expect.poll(pending.received).toBeGreaterThan(before)
      before = pending.received()
      open()
    }
    expect((await pending.answer).body).toBe('data: 0\n\ndata: 1\n\ndata: 2\n\n')
  })

  test.each([
    ['succeeds', (held: ReturnType<typeof gate>) => held.open()],
    ['fails', (held: ReturnType<typeof gate>) => held.fail(new Error('refused'))],
  ])('R113: the client goes away during the hold, and the hook %s', async (_, settle) => {
    const held = gate()
    const begun = gate()
    const gone = gate()
    const results: unknown[] = []
    const client = await serve(protocol, async (res) => {
      attach(res, () => held.promise)
      res.on('close', gone.open)
      res.write('a', () => results.push('write'))
      const piped = pipeline(Readable.from(megabytes(10)), res).catch((error: unknown) => error)
      begun.open()
      await gone.promise
      settle(held)
      results.push(await piped)
      res.write('b', () => results.push('late write'))
      res.end(() => results.push('end'))
    })
    const pending = client.send('/')
    await begun.promise
    pending.abort()
    await gone.promise
    expect((await pending.answer).complete).toBe(false)
    await expect.poll(() => results.length).toBeGreaterThanOrEqual(2)
    expect(results.some((result) => result instanceof Error)).toBe(true)
    // The server is well.
    await roundTrip(client)
  })

  test('R113: the client went away before anything was written', async () => {
    const gone = gate()
    const begun = gate()
    const done = gate()
    let asked = 0
    const client = await serve(protocol, async (res) => {
      attach(res, () => {
        asked++
        return Promise.resolve()
      })
      res.on('close', gone.open)
      begun.open()
      await gone.promise
      res.writeHead(200, { 'X-A': '1' })
      res.write('a')
      res.end('b')
      await turn()
      done.open()
    })
    const pending = client.send('/')
    await begun.promise
    pending.abort()
    await done.promise
    expect(asked).toBe(1)
    await roundTrip(client)
  })
})
