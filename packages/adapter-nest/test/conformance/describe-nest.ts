import { Readable } from 'node:stream'
import {
  All,
  Controller,
  HttpException,
  Module,
  Req,
  Res,
  StreamableFile,
  type Type,
} from '@nestjs/common'
import { type AdapterApp, type DescribeAdapterOptions, describeAdapter } from '@sojourn/testkit'
import { SessionModule, sessionOf } from '../../src/index.ts'
import { createApp, listen, type Platform } from '../platforms.ts'

/** Binds the suite to one platform and one store. */
export function describeNest(
  name: string,
  platform: Platform,
  backend: DescribeAdapterOptions['backend'],
  leaveOut: NonNullable<DescribeAdapterOptions['leaveOut']> = {},
): void {
  describeAdapter(name, async (app) => listen(await createApp(platform, appModule(app))), {
    backend,
    leaveOut,
  })
}

function appModule({ sessions, handle }: AdapterApp): Type<unknown> {
  @Controller()
  class EverythingController {
    @All(['/', '*'])
    async answer(
      @Req() req: { method: string; url: string },
      @Res({ passthrough: true }) res: Reply,
    ): Promise<StreamableFile | string | undefined> {
      const answer = await handle(() => sessionOf(req), req)
      if (answer.kind === 'error') throw new HttpException('', answer.status)
      if (answer.kind === 'redirect') {
        res.status(302).redirect(answer.location)
        return undefined
      }
      res.status(answer.status)
      for (const [name, value] of Object.entries(answer.headers)) res.header(name, value)
      return answer.kind === 'stream'
        ? new StreamableFile(Readable.from(answer.chunks), { type: 'text/plain' })
        : answer.body
    }
  }

  @Module({
    imports: [SessionModule.forRoot({ sessions })],
    controllers: [EverythingController],
  })
  class AppModule {}
  return AppModule
}

/** What Express's response and Fastify's reply have in common. */
interface Reply {
  status(code: number): this
  header(name: string, value: string | string[]): this
  redirect(location: string): unknown
}
