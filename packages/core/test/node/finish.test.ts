import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { beforeFirstByte, type FirstByteHook } from '../../src/node.ts'
import { attach, failures, type Gate, gate, hookOf, successes } from './hooks.ts'
import { protocols, serve } from './serve.ts'

function finishing(
  res: ServerResponse,
  finish: (() => void | Promise<void>) | undefined,
  wait?: () => Promise<void> | undefined,
): void {
  const hook: FirstByteHook = { ...hookOf(res, wait), finish: finish ?? (() => {}) }
  beforeFirstByte(res, hook)
}

describe.each(protocols)('R118: the end of the body over %s', (protocol) => {
  describe.each(successes)('prepare: %s', (_, wait) => {
    describe.each(successes)('finish: %s', (_name, finish) => {
      test('comes once, after the last write and before the end leaves', async () => {
        const order: string[] = []
        const { get } = await serve(protocol, async (res) => {
          const end = (): void | Promise<void> => {
            order.push('finish')
            return finish?.()
          }
          finishing(res, end, wait)
          res.on('finish', () => order.push('sent'))
          res.write('a')
          await new Promise((resolve) => setImmediate(resolve))
          order.push('end')
          res.end('b')
          res.end()
        })
        expect(await get()).toMatchObject({ status: 200, body: 'ab', complete: true })
        await expect.poll(() => order.length).toBe(3)
        expect(order).toEqual(['end', 'finish', 'sent'])
      })

      test('with a response of one piece', async () => {
        let finished = 0
        const { get, send } = await serve(protocol, (res) => {
          finishing(
            res,
            () => {
              finished++
              return finish?.()
            },
            wait,
          )
          res.end('hello')
        })
        expect(await get()).toMatchObject({ status: 200, body: 'hello', complete: true })
        expect(await send('/', 'HEAD').answer).toMatchObject({ status: 200, complete: true })
        expect(finished).toBe(2)
      })

      test('with a file of known length', async () => {
        const { size } = await stat(import.meta.filename)
        let finished = 0
        const { get } = await serve(protocol, (res) => {
          finishing(
            res,
            () => {
              finished++
              return finish?.()
            },
            wait,
          )
          res.setHeader('Content-Length', size)
          createReadStream(import.meta.filename, { highWaterMark: 100 }).pipe(res)
        })
        const { body, complete } = await get()
        expect([Buffer.byteLength(body), complete, finished]).toEqual([size, true, 1])
      })
    })
  })

  describe.each(failures)('finish: %s', (_, finish) => {
    test.each(successes)(
      'replaces a response of which nothing has left (%s)',
      async (_name, wait) => {
        const { get } = await serve(protocol, (res) => {
          finishing(res, finish, wait)
          res.end('secret')
        })
        expect(await get()).toMatchObject({ status: 503, body: 'Service Unavailable' })
      },
    )

    test('replaces a response that was written and ended while it was held', async () => {
      const { promise, open } = gate()
      const { get } = await serve(protocol, (res) => {
        finishing(res, finish, () => promise)
        res.writeHead(200, { 'X-A': '1' })
        res.write('sec')
        res.end('ret')
        open()
      })
      expect(await get()).toMatchObject({ status: 503, body: 'Service Unavailable' })
    })

    test('cuts a response that has begun', async () => {
      const errors: unknown[] = []
      const { send } = await serve(protocol, async (res) => {
        finishing(res, finish)
        res.on('error', (error) => errors.push(error))
        res.write('begin')
        await expect.poll(() => pending?.received() ?? 0).toBeGreaterThan(0)
        res.end('end', (error?: Error) => errors.push(error?.message))
      })
      const pending: ReturnType<typeof send> | undefined = send('/')
      const { status, body, complete } = await pending.answer
      expect({ status, complete }).toEqual({ status: 200, complete: false })
      expect(body).not.toContain('end')
      await expect.poll(() => errors).toEqual([expect.stringContaining('could not be saved')])
    })

    test('cuts a response of known length whose last byte was written', async () => {
      const written: unknown[] = []
      const { send } = await serve(protocol, async (res) => {
        finishing(res, finish)
        res.writeHead(200, { 'Content-Length': 10 })
        expect(res.write('12345')).toBe(true)
        expect(res.write('67890', () => written.push('callback'))).toBe(true)
        await expect.poll(() => written.length + (pending?.received() ? 1 : 0)).toBe(2)
        res.end()
      })
      const pending: ReturnType<typeof send> | undefined = send('/')
      expect(await pending.answer).toMatchObject({ status: 200, body: '12345', complete: false })
    })

    test('the other hooks are finished as well', async () => {
      let finished = 0
      const { get } = await serve(protocol, (res) => {
        attach(res)
        finishing(res, finish)
        finishing(res, () => void finished++)
        res.end('secret')
      })
      expect((await get()).status).toBe(503)
      expect(finished).toBe(1)
    })
  })

  test.each([
    ['succeeds', (held: Gate) => held.open()],
    ['fails', (held: Gate) => held.fail(new Error('refused'))],
  ])('R113: the client goes away meanwhile, and the hook %s', async (_, settle) => {
    const held = gate()
    const ended = gate()
    const gone = gate()
    const client = await serve(protocol, (res) => {
      finishing(res, () => held.promise)
      res.on('close', gone.open)
      res.write('a')
      res.end('b')
      ended.open()
    })
    const pending = client.send('/')
    await ended.promise
    pending.abort()
    await gone.promise
    settle(held)
    expect((await pending.answer).complete).toBe(false)
    expect((await client.get('/ping')).body).toBe('pong')
  })

  test('is not asked about a response that was replaced', async () => {
    let finished = 0
    for (const [, wait] of failures) {
      const { get } = await serve(protocol, (res) => {
        finishing(res, () => void finished++, wait)
        res.end('secret')
      })
      expect((await get()).status).toBe(503)
    }
    expect(finished).toBe(0)
  })

  test('the response looks ended while it is held', async () => {
    const { promise, open } = gate()
    const seen: unknown[] = []
    const { get } = await serve(protocol, (res) => {
      finishing(res, () => promise)
      res.write('a')
      seen.push(res.headersSent, res.writableEnded)
      res.end('b')
      seen.push(res.headersSent, res.writableEnded)
      open()
    })
    expect((await get()).body).toBe('ab')
    expect(seen).toEqual([true, false, true, true])
  })
})
