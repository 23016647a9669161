import { Readable } from 'node:stream'
import { memoryBackend } from '@sojourn/backend-memory'
import { type DescribeAdapterOptions, describeAdapter } from '@sojourn/testkit'
import type Koa from 'koa'
import { koaSession } from '../src/index.ts'
import { listen } from './listen.ts'

type LeftOut = NonNullable<DescribeAdapterOptions['leaveOut']>

/** Binds the suite to one major of Koa, in every way in which the adapter can be mounted. */
export function describeKoa(
  name: string,
  newApp: () => Koa,
  leaveOut: Record<Protocol, LeftOut>,
  backend: DescribeAdapterOptions['backend'] = () => memoryBackend(),
): void {
  for (const protocol of ['HTTP/1.1', 'HTTP/2'] as const) {
    for (const eager of [false, true]) {
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
}

type Protocol = 'HTTP/1.1' | 'HTTP/2'
