import { expect } from 'vitest'
import type { AdapterSuite } from './adapter-suite.ts'
import { stream } from './answers.ts'
import { whileStreaming } from './routes.ts'
import { tokenSetBy } from './session-cookie.ts'

/** Sessions used while the response is on its way already. */
export function describeStream(suite: AdapterSuite): void {
  suite.test(
    'R28: a sign-in after the first byte is refused before anything is stored',
    async (app) => {
      let refusal: unknown
      app.on(
        '/stream',
        whileStreaming(async (loaded) => {
          refusal = await loaded.authenticate('ada').catch((error: unknown) => error)
        }),
      )
      const response = await app.browser().get('/stream')
      expect(response.body).toBe('begun ended')
      expect(refusal).toMatchObject({ code: 'SESSION_READ_ONLY' })
      expect(app.store.calls).toEqual([])
    },
  )

  suite.test('R28: a token is not replaced after the first byte', async (app) => {
    let refusal: unknown
    app.on(
      '/stream',
      whileStreaming(async (loaded) => {
        refusal = await loaded.cycleKey().catch((error: unknown) => error)
      }),
    )
    const ada = await app.signedIn()
    await ada.get('/stream')
    expect(refusal).toMatchObject({ code: 'SESSION_READ_ONLY' })
    expect(app.store.count('update')).toBe(0)
    expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: {} })
  })

  suite.test(
    'data written while the stream runs is saved before it ends',
    async (app) => {
      app.on(
        '/stream',
        whileStreaming((loaded) => {
          loaded.set('seen', 'all')
        }),
      )
      const ada = await app.signedIn()
      expect((await ada.get('/stream')).body).toBe('begun ended')
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { seen: 'all' } })
    },
    { needs: 'server' },
  )

  suite.test('R118: a late save that fails cuts the response short', async (app) => {
    app.on(
      '/stream',
      whileStreaming((loaded) => {
        app.store.break('update')
        loaded.set('seen', 'all')
      }),
    )
    const ada = await app.signedIn()
    await expect(ada.get('/stream')).rejects.toThrow()
  })

  suite.test(
    'a source that fails after the head has left ends the response, and nothing else',
    async (app) => {
      app.on('/stream', async (session) => {
        session().set('a', 1)
        return stream(
          (async function* () {
            yield 'begun '
            throw new Error('the source broke')
          })(),
        )
      })
      const ada = await app.signedIn()
      await ada.get('/stream').catch(() => {})
      expect((await ada.get('/look')).json()).toEqual({ user: 'ada', data: { a: 1 } })
    },
    { needs: 'server' },
  )

  suite.test('R118: the source of a stream is closed when the save fails', async (app) => {
    let closed: (value: string) => void = () => {}
    const closing = new Promise<string>((resolve) => {
      closed = resolve
    })
    app.on('/stream', (session) => {
      session().set('a', 1)
      return stream({
        [Symbol.asyncIterator]: () => ({
          next: async () => ({ done: false, value: 'endless ' }),
          return: async () => {
            closed('closed')
            return { done: true, value: undefined }
          },
        }),
      })
    })
    app.store.break('create')
    expect((await app.browser().get('/stream')).status).toBe(503)
    expect(await closing).toBe('closed')
    app.store.mend()
    tokenSetBy(await app.browser().get('/set?a=1'))
  })
}
