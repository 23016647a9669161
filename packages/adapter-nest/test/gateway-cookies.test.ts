import { Module } from '@nestjs/common'
import { WsAdapter } from '@nestjs/platform-ws'
import { cookieBackend } from '@sojourn/backend-cookie'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, generateSecret, testSession } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { SessionModule } from '../src/index.ts'
import { protocols } from './gateway-clients.ts'
import { createApp, listen, platforms } from './platforms.ts'
import { closeLater, type Data } from './serve.ts'
import { WhoGateway } from './who-gateway.ts'

describe.each(platforms)('a gateway whose sessions live in cookies, on %s', (_name, platform) => {
  it.each([
    ['alone', undefined],
    ['with a live list', memoryBackend()],
  ])('%s', async (_what, revocation) => {
    const secrets = generateSecret()
    const backend = cookieBackend(revocation ? { secrets, revocation } : { secrets })
    const sessions = createSessions<Data>({ backend, name: false })
    closeLater(() => sessions.close())
    @Module({ imports: [SessionModule.forRoot({ sessions })], providers: [WhoGateway] })
    class AppModule {}
    const app = await createApp(platform, AppModule)
    closeLater(() => app.close())
    app.useWebSocketAdapter(new WsAdapter(app))
    const { origin } = await listen(app)
    const cookie = await testSession(sessions, { userId: 'ada' })
    const client = await protocols[0].connect(origin, { origin, cookie })
    closeLater(async () => client.close())
    client.send('who')
    expect(await client.next('is')).toBe('ada')
    if (!revocation) return
    await sessions.revokeForUser('ada')
    expect(await client.closed).toEqual({ code: 1008, reason: 'session ended' })
  })
})
