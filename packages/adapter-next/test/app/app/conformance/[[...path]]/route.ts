import { nextSessions } from '@sojourn/adapter-next'
import type { Sessions } from '@sojourn/core'
import type { AdapterApp, TestData } from '@sojourn/testkit'
import { forbidden, notFound } from 'next/navigation'
import type { NextRequest } from 'next/server'

/** Where the tests, which run in this very process, leave what is to be served. */
const holder = globalThis as { fixtureApp?: AdapterApp }

const made = new WeakMap<
  Sessions<TestData>,
  (request: NextRequest, context: object) => Promise<Response>
>()

async function serve(request: NextRequest, context: object): Promise<Response> {
  const { fixtureApp: app } = holder
  if (!app) throw new Error('The test has left nothing to serve.')
  const { withSession } = nextSessions(app.sessions)
  const handler =
    made.get(app.sessions) ??
    withSession<object>((session, request) => answered(app, session, request))
  made.set(app.sessions, handler)
  return handler(request, context)
}

async function answered(
  app: AdapterApp,
  session: ReturnType<Sessions<TestData>['open']>,
  request: NextRequest,
): Promise<Response> {
  const { pathname, search } = request.nextUrl
  const url = (pathname.replace(/^\/conformance/, '') || '/') + search
  const answer = await app.handle(() => session, { method: request.method, url })
  if (answer.kind === 'error') {
    if (answer.status === 403) forbidden()
    if (answer.status === 404) notFound()
    throw new Error(`the app's own failure, status ${answer.status}`)
  }
  if (answer.kind === 'redirect') {
    return new Response(null, { status: 302, headers: { location: answer.location } })
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const line of [value].flat()) headers.append(name, line)
  }
  const body = answer.kind === 'text' ? answer.body || null : streamOf(answer.chunks)
  return new Response(body, { status: answer.status, headers })
}

function streamOf(chunks: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const iterator = chunks[Symbol.asyncIterator]()
  const encoder = new TextEncoder()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}

export { serve as DELETE, serve as GET, serve as PATCH, serve as POST, serve as PUT }
