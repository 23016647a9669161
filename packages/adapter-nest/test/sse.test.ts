import { Controller, Module, Sse, UseGuards } from '@nestjs/common'
import { type SessionStore, type Sessions, testSession } from '@sojourn/core'
import { finalize, merge, NEVER, type Observable, of } from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import { CurrentSession, SessionModule, SignedInGuard } from '../src/index.ts'
import { createApp, listen, platforms } from './platforms.ts'
import { closeLater, type Data, newSessions } from './serve.ts'

describe.each(platforms)('server-sent events on %s', (_name, platform) => {
  /** A stream that is open, and what has become of it. */
  async function opened(path: string, sessions: Sessions<Data>): Promise<Stream> {
    const stopped = vi.fn<() => void>()

    @Controller()
    class EventsController {
      @Sse('guarded')
      @UseGuards(SignedInGuard)
      guarded(): Observable<object> {
        return merge(of({ data: 'open' }), NEVER).pipe(finalize(stopped))
      }

      @Sse('parameter')
      parameter(@CurrentSession() session: SessionStore<Data>): Observable<object> {
        return merge(of({ data: session.userId ?? 'nobody' }), NEVER).pipe(finalize(stopped))
      }

      @Sse('untouched')
      untouched(): Observable<object> {
        return merge(of({ data: 'open' }), NEVER).pipe(finalize(stopped))
      }
    }

    @Module({ imports: [SessionModule.forRoot({ sessions })], controllers: [EventsController] })
    class AppModule {}

    const app = await createApp(platform, AppModule)
    closeLater(() => app.close())
    const { origin } = await listen(app)
    const leave = new AbortController()
    closeLater(async () => leave.abort())
    const cookie = await testSession(sessions, { userId: 'ada' })
    const response = await fetch(origin + path, { headers: { cookie }, signal: leave.signal })
    const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    if (!chunks) throw new Error('It has no body.')
    let text = ''
    while (!text.includes('data: ')) text += (await chunks.read()).value ?? ''
    return { response, chunks, stopped, cookie }
  }

  it.each(['/guarded', '/parameter'])(
    'R128 %s ends when the session that it looked at was revoked',
    async (path) => {
      const sessions = newSessions()
      const { chunks, stopped } = await opened(path, sessions)
      expect(stopped).not.toHaveBeenCalled()
      await sessions.revokeForUser('ada')
      expect((await chunks.read()).done).toBe(true)
      expect(stopped).toHaveBeenCalledOnce()
    },
  )

  it('goes on while the session lives, and stops following it with the client', async () => {
    const sessions = newSessions()
    const { chunks, stopped, cookie } = await opened('/guarded', sessions)
    const session = await sessions.open(cookie.split('=')[1]).load()
    session.set('at', 'elsewhere')
    await session.save()
    expect(stopped).not.toHaveBeenCalled()
    await chunks.cancel()
    await vi.waitFor(() => expect(stopped).toHaveBeenCalledOnce())
  })

  it('that does not touch its session costs no read, and goes on', async () => {
    const sessions = newSessions()
    const loaded = vi.fn<() => void>()
    const { stopped, response } = await opened('/untouched', sessions)
    sessions.on('loaded', loaded)
    await sessions.revokeForUser('ada')
    expect(response.headers.get('vary')).toBeNull()
    expect(loaded).not.toHaveBeenCalled()
    expect(stopped).not.toHaveBeenCalled()
  })
})

interface Stream {
  readonly response: Response
  readonly chunks: ReadableStreamDefaultReader<string>
  readonly stopped: ReturnType<typeof vi.fn>
  readonly cookie: string
}
