// A Nest application as users write them, compiled as CommonJS with decorator metadata and as an ES
// module without, and run on both platforms over real HTTP.
import 'reflect-metadata'
import { strict as assert } from 'node:assert'
import { Controller, Get, Module, Post, UseGuards } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import {
  CurrentSession,
  CurrentUserId,
  InjectSessions,
  SessionModule,
  SignedInGuard,
} from '@sojourn/adapter-nest'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionStore, type Sessions } from '@sojourn/core'

interface Shop {
  visits: number
}

@Controller()
class ShopController {
  constructor(@InjectSessions() private readonly sessions: Sessions<Shop>) {}

  @Get()
  visit(@CurrentSession() session: SessionStore<Shop>): string {
    session.change('visits', (visits = 0) => visits + 1)
    return String(session.get('visits'))
  }

  @Post()
  async signIn(@CurrentSession() session: SessionStore<Shop>): Promise<void> {
    await session.authenticate('ada', { keep: ['visits'] })
  }

  @Get('devices')
  @UseGuards(SignedInGuard)
  async devices(@CurrentUserId() userId: string): Promise<string> {
    let count = 0
    for await (const _ of this.sessions.listForUser(userId)) count += 1
    return String(count)
  }
}

@Module({
  imports: [
    SessionModule.forRootAsync({
      useFactory: () => ({
        sessions: createSessions<Shop>({
          backend: memoryBackend(),
          cookie: { insecureDevelopment: true },
          name: false,
        }),
      }),
    }),
  ],
  controllers: [ShopController],
})
class AppModule {}

async function main(): Promise<void> {
  for (const adapter of [new ExpressAdapter(), new FastifyAdapter()]) {
    const app = await NestFactory.create(AppModule, adapter, { logger: ['error'] })
    await app.listen(0, '127.0.0.1')
    const url = await app.getUrl()

    const first = await fetch(url)
    assert.equal(await first.text(), '1')
    const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    assert.equal(await (await fetch(url, { headers: { cookie } })).text(), '2')
    assert.equal((await fetch(`${url}/devices`, { headers: { cookie } })).status, 401)
    const signIn = await fetch(url, { method: 'POST', headers: { cookie } })
    const signedIn = { cookie: signIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
    assert.equal(await (await fetch(`${url}/devices`, { headers: signedIn })).text(), '1')
    assert.equal(await (await fetch(url, { headers: signedIn })).text(), '3')
    await app.close()
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
