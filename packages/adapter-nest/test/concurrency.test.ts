import { AsyncLocalStorage } from 'node:async_hooks'
import {
  Controller,
  Get,
  Inject,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Query,
  Req,
  Scope,
  UseGuards,
} from '@nestjs/common'
import { REQUEST } from '@nestjs/core'
import { type SessionStore, testSession } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import {
  CurrentSession,
  CurrentUserId,
  SessionModule,
  SignedInGuard,
  sessionOf,
} from '../src/index.ts'
import { createApp, listen, platforms } from './platforms.ts'
import { closeLater, type Data, newSessions } from './serve.ts'

const userCount = 50
const requestCount = 1000

/** The app's own storage, as many apps have one. */
const storage = new AsyncLocalStorage<object>()

async function userOf(source: object): Promise<string | null> {
  return (await sessionOf<Data>(source).load()).userId
}

@Injectable({ scope: Scope.REQUEST })
class PerRequest {
  constructor(@Inject(REQUEST) readonly request: object) {}

  user(): Promise<string | null> {
    return userOf(this.request)
  }
}

@Injectable()
class FromStorage {
  user(): Promise<string | null> {
    return userOf(storage.getStore() ?? {})
  }
}

@Controller()
@UseGuards(SignedInGuard)
class EveryWayController {
  constructor(
    @Inject(PerRequest) readonly perRequest: PerRequest,
    @Inject(FromStorage) readonly fromStorage: FromStorage,
  ) {}

  /** Who the user is, in every way in which an app can ask, with time for others in between. */
  @Get()
  async who(
    @CurrentUserId() userId: string | null,
    @CurrentSession() session: SessionStore<Data>,
    @Req() request: object,
    @Query('turns') turns: string,
  ): Promise<object> {
    session.change('cart', (cart = []) => [...cart, userId ?? ''])
    const users = [userId, session.userId]
    for (let turn = 0; turn < Number(turns); turn++) {
      await new Promise((resolve) => setImmediate(resolve))
      users.push(await userOf(request), await this.perRequest.user(), await this.fromStorage.user())
    }
    return { users: [...new Set(users)], cart: [...new Set(session.get('cart'))] }
  }
}

describe.each(platforms)('on %s', (_name, platform) => {
  it('R121 1,000 interleaved requests of 50 users read nothing of each other', async () => {
    const sessions = newSessions()
    @Module({
      imports: [SessionModule.forRoot({ sessions })],
      controllers: [EveryWayController],
      providers: [PerRequest, FromStorage],
    })
    class AppModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        consumer
          .apply((request: object, _response: object, next: () => void) =>
            storage.run(request, next),
          )
          .forRoutes(EveryWayController)
      }
    }
    const app = await createApp(platform, AppModule)
    closeLater(() => app.close())
    const { origin } = await listen(app)
    const cookies = await Promise.all(
      Array.from({ length: userCount }, (_, user) =>
        testSession(sessions, { userId: `user-${user}` }),
      ),
    )

    const answers = await Promise.all(
      Array.from({ length: requestCount }, async (_, index) => {
        const user = index % userCount
        const headers = { cookie: cookies[user] ?? '' }
        const response = await fetch(`${origin}/?turns=${index % 7}`, { headers })
        return { user: `user-${user}`, seen: await response.json() }
      }),
    )
    expect(answers).toHaveLength(requestCount)
    for (const { user, seen } of answers) expect(seen).toEqual({ users: [user], cart: [user] })
    for (const [user, cookie] of cookies.entries()) {
      const session = await sessions.open(cookie.split('=')[1]).load()
      expect(session.get('cart')).toEqual(Array(requestCount / userCount).fill(`user-${user}`))
    }
  })
})
