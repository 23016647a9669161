import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { ConfigurationError } from '../../src/errors.ts'
import { beforeFirstByte } from '../../src/node.ts'
import { attach, cookie, gate, hookOf } from './hooks.ts'
import { protocols, roundTrip, serve } from './serve.ts'

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
