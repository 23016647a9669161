import { Readable } from 'node:stream'
import { memoryBackend } from '@sojourn/backend-memory'
import { type DescribeAdapterOptions, describeAdapter } from '@sojourn/testkit'
import type Koa from 'koa'
import { koaSession } from '../src/index.ts'
import { listen } from './listen.ts'

type LeftOut = NonNullable<DescribeAdapterOptions['leaveOut']>

/** One way to run a Koa app. */
export interface Mounting {
  readonly protocol: Protocol
  readonly eager: boolean
}

const every: readonly Mounting[] = (['HTTP/1.1', 'HTTP/2'] as const).flatMap((protocol) =>
  [false, true].map((eager) => ({ protocol, eager })),
)

/** Binds the suite to one major of Koa, in every way in which the adapter can be mounted, or in some. */
export function describeKoa(
  name: string,
  newApp: () => Koa,
  leaveOut: Record<Protocol, LeftOut>,
  backend: DescribeAdapterOptions['backend'] = () => memoryBackend(),
  mountings: readonly Mounting[] = every,
): void {
  for (const { protocol, eager } of mountings) {
    describeAdapter(
      `${name} over ${protocol}${eager ? ', eager,' : ''}`,
      async ({ sessions, handle }) => {
        const app = newApp()
        app.silent = true
        app.use(koaSession(sessions, { eager }))
        app.use(async (ctx) => {
          const answer = await handle(() => ctx.session, ctx)
          if (answer.kind === 'error') return ctx.throw(answer.status)
          if (answer.kind === 'redirect') return ctx.redirect(answer.location)
          ctx.status = answer.status
          ctx.set(answer.headers)
          ctx.body = answer.kind === 'stream' ? Readable.from(answer.chunks) : answer.body
        })
        return listen(app, { http2: protocol === 'HTTP/2' })
      },
      { backend, eager, leaveOut: leaveOut[protocol] },
    )
  }
}

type Protocol = 'HTTP/1.1' | 'HTTP/2'
