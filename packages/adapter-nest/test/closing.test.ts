import { Controller, type DynamicModule, Get, Module } from '@nestjs/common'
import type { SessionStore } from '@sojourn/core'
import { describe, expect, it, vi } from 'vitest'
import { CurrentSession, SessionModule } from '../src/index.ts'
import { createApp, platforms } from './platforms.ts'
import { type Data, newSessions, serve } from './serve.ts'

describe.each(platforms)('SessionModule on %s closes with the application', (_name, platform) => {
  async function closedWith(module: () => DynamicModule): Promise<void> {
    @Module({ imports: [module()] })
    class AppModule {}
    const app = await createApp(platform, AppModule)
    await app.init()
    await app.close()
  }

  it('not the sessions that it was given', async () => {
    const sessions = newSessions()
    const close = vi.spyOn(sessions, 'close')
    await closedWith(() => SessionModule.forRoot({ sessions }))
    expect(close).not.toHaveBeenCalled()
  })

  it('the sessions that its factory made', async () => {
    const sessions = newSessions()
    const close = vi.spyOn(sessions, 'close')
    await closedWith(() => SessionModule.forRootAsync({ useFactory: () => ({ sessions }) }))
    expect(close).toHaveBeenCalledOnce()
  })

  it('not those that its factory says are another’s', async () => {
    const sessions = newSessions()
    const close = vi.spyOn(sessions, 'close')
    await closedWith(() =>
      SessionModule.forRootAsync({ useFactory: () => ({ sessions, close: false }) }),
    )
    expect(close).not.toHaveBeenCalled()
  })

  it('after the last request', async () => {
    const sessions = newSessions()
    const [begun, begin] = signal()
    const [going, go] = signal()
    @Controller()
    class SlowController {
      @Get()
      async slow(@CurrentSession() session: SessionStore<Data>): Promise<string> {
        begin()
        await going
        session.set('at', 'the end')
        return 'saved'
      }
    }
    @Module({
      imports: [SessionModule.forRootAsync({ useFactory: () => ({ sessions }) })],
      controllers: [SlowController],
    })
    class AppModule {}
    let stop: () => Promise<void> = async () => {}
    const visit = await serve(platform, AppModule, (app) => {
      stop = () => app.close()
    })
    const answer = visit('/', { headers: { connection: 'close' } })
    await begun
    const stopped = stop()
    go()
    expect(await (await answer).text()).toBe('saved')
    await stopped
    await expect(sessions.open().create()).rejects.toThrow(/closed/)
  })
})

/** A promise, and what resolves it. */
function signal(): [Promise<void>, () => void] {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return [promise, resolve]
}
