import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../../src/errors.ts'
import { beforeFirstByte } from '../../src/node.ts'
import { attach, cookie, gate, hookOf } from './hooks.ts'
import { type Client, protocols, serve } from './serve.ts'

/** Another request and its answer have crossed: what the server had sent before has arrived. */
async function roundTrip(client: Client): Promise<void> {
  expect((await client.get('/ping')).body).toBe('pong')
  expect((await client.get('/ping')).body).toBe('pong')
}

const megabyte = Buffer.alloc(1_000_000, 'x')

function* megabytes(count: number): Generator<Buffer> {
  for (let at = 0; at < count; at++) yield megabyte
}

describe.each(protocols)('R118: output held over %s', (protocol) => {
  test.each([
    ['end', (res: ServerResponse) => void res.end('hello')],
    ['writeHead and end', (res: ServerResponse) => void res.writeHead(200).end('hello')],
    [
      'flushHeaders',
      (res: ServerResponse) => {
        res.flushHeaders()
        res.end('hello')
      },
    ],
    [
      'write',
      (res: ServerResponse) => {
        res.write('hel')
        res.end('lo')
      },
    ],
    ['a pipe', (res: ServerResponse) => void Readable.from(['hel', 'lo']).pipe(res)],
    ['HEAD', (res: ServerResponse) => void res.end('hello')],
  ])('%s: no byte leaves before the hook ends', async (name, answer) => {
    const { promise, open } = gate()
    const client = await serve(protocol, (res) => {
      attach(res, () => promise)
      answer(res)
    })
    const pending = client.send('/', name === 'HEAD' ? 'HEAD' : 'GET')
    await roundTrip(client)
    expect(pending.received()).toBe(0)
    open()
    const { status, headers, body, complete } = await pending.answer
    expect({ status, body, complete }).toEqual({
      status: 200,
      body: name === 'HEAD' ? '' : 'hello',
      complete: true,
    })
    expect(headers['set-cookie']).toEqual([cookie])
  })

  test('informational responses go out meanwhile and ask no hook', async () => {
    const { promise, open } = gate()
    let asked = 0
    const { send } = await serve(protocol, (res) => {
      attach(res, () => {
        asked++
        return promise
      })
      if (protocol === 'HTTP/1.1') res.writeContinue()
      res.writeEarlyHints({ link: '</a.css>; rel=preload' })
      expect(asked).toBe(0)
      expect(res.headersSent).toBe(false)
      res.end('hello')
      open()
    })
    expect(await send('/').answer).toMatchObject({ status: 200, body: 'hello', complete: true })
    expect(asked).toBe(1)
  })

  test('the response looks sent, as to an error handler, and its head is settled', async () => {
    const { promise, open } = gate()
    const seen: unknown[] = []
    const code = (attempt: () => unknown): unknown => {
      try {
        return attempt()
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error
      }
    }
    const { get } = await serve(protocol, (res) => {
      attach(res, () => promise)
      res.statusCode = 201
      seen.push(res.headersSent, res.writableEnded)
      res.write('a')
      seen.push(res.headersSent, res.writableEnded)
      res.end('b')
      seen.push(res.headersSent, res.writableEnded)
      res.statusCode = 500
      if (protocol === 'HTTP/1.1') res.statusMessage = 'Late'
      seen.push(
        code(() => res.writeHead(500)),
        code(() => res.setHeader('x', '1')),
        code(() => res.appendHeader('x', '1')),
        code(() => res.removeHeader('x')),
      )
      open()
    })
    expect(await get()).toMatchObject({ status: 201, body: 'ab' })
    const sent = protocol === 'HTTP/2' ? 'ERR_HTTP2_HEADERS_SENT' : 'ERR_HTTP_HEADERS_SENT'
    expect(seen).toEqual([false, false, true, false, true, true, sent, sent, sent, sent])
  })

  test('afterwards nothing is left of it', async () => {
    const own = (res: ServerResponse): string[] =>
      ['headersSent', 'writableEnded', 'setHeader', 'removeHeader'].filter((key) =>
        Object.hasOwn(res, key),
      )
    const left: string[][] = []
    const { get } = await serve(protocol, async (res) => {
      attach(res, () => Promise.resolve())
      res.write('a')
      left.push(own(res))
      await once(res, 'drain')
      left.push(own(res))
      expect(res.headersSent).toBe(true)
      res.end('b')
    })
    expect((await get()).body).toBe('ab')
    expect(left).toEqual([['headersSent', 'writableEnded', 'setHeader', 'removeHeader'], []])
  })

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

  test('several hooks run in order, each once, before the first byte', async () => {
    const first = gate()
    const order: string[] = []
    const client = await serve(protocol, (res) => {
      beforeFirstByte(res, {
        ...hookOf(res),
        prepare: async () => {
          order.push('first')
          await first.promise
          order.push('first done')
        },
      })
      attach(res, () => {
        order.push('second')
        return Promise.resolve()
      })
      res.end('hello')
    })
    const pending = client.send('/')
    await roundTrip(client)
    expect(order).toEqual(['first'])
    expect(pending.received()).toBe(0)
    first.open()
    const answer = await pending.answer
    expect(answer).toMatchObject({ body: 'hello', headers: { 'set-cookie': [cookie] } })
    expect(order).toEqual(['first', 'first done', 'second'])
  })

  test('R130: a hook that comes too late is refused', async () => {
    const errors: unknown[] = []
    const late = (res: ServerResponse): void => {
      try {
        attach(res)
      } catch (error) {
        errors.push(error)
      }
    }
    const { get } = await serve(protocol, (res, req) => {
      if (req.url === '/held') attach(res, () => Promise.resolve())
      res.write('a')
      late(res)
      res.end()
    })
    await get('/held')
    await get('/plain')
    expect(errors).toEqual([expect.any(ConfigurationError), expect.any(ConfigurationError)])
  })

  test('calls from within a hook follow the call that asked it', async () => {
    const { get } = await serve(protocol, (res) => {
      attach(res, () => {
        res.end('second')
        return undefined
      })
      res.write('first ')
    })
    expect((await get()).body).toBe('first second')
  })

  test('a synchronous hook leaves everything synchronous', async () => {
    const { get } = await serve(protocol, (res) => {
      attach(res)
      expect(res.write('a')).toBe(true)
      expect(res.headersSent).toBe(true)
      expect(Object.hasOwn(res, 'headersSent')).toBe(false)
      expect(res.end('b')).toBe(res)
      expect(res.writableEnded).toBe(true)
    })
    expect((await get()).body).toBe('ab')
  })
})

test('R118: middleware that asks Node for the head before each write', async () => {
  const { promise, open } = gate()
  const { get } = await serve('HTTP/1.1', (res) => {
    attach(res, () => promise)
    const { write, end } = res
    const askForHead = (): void => {
      if (Reflect.get(res, '_header') === null) Reflect.get(res, '_implicitHeader').call(res)
    }
    res.write = (...args: unknown[]) => {
      askForHead()
      return Reflect.apply(write, res, args)
    }
    res.end = (...args: unknown[]) => {
      askForHead()
      return Reflect.apply(end, res, args)
    }
    res.write('a')
    res.write('b')
    res.end('c')
    open()
  })
  expect(await get()).toMatchObject({
    status: 200,
    body: 'abc',
    headers: { 'set-cookie': [cookie] },
  })
})

test('R118: the reason phrase is settled with the status', async () => {
  const { promise, open } = gate()
  const { get } = await serve('HTTP/1.1', (res) => {
    attach(res, () => promise)
    res.statusMessage = 'Early'
    res.end()
    res.statusMessage = 'Late'
    open()
  })
  expect((await get()).reason).toBe('Early')
})
