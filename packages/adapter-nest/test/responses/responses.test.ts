import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import { visitor } from '@sojourn/test-servers/visitor'
import { beforeAll, describe, expect, it } from 'vitest'
import { createApp, listen, platforms } from '../platforms.ts'
import type { Data } from '../serve.ts'
import { tableModule } from './app.ts'

const bug = { statusCode: 500, message: 'Internal server error' }

/** Each row: the route, what it answers, and whether what it noted in the session is kept. */
const rows: readonly (readonly [path: string, status: number, body: unknown, saved: boolean])[] = [
  ['/value', 200, { answer: 1 }, true],
  ['/promise', 201, 'later', true],
  ['/observable', 200, 'seen', true],
  ['/observables', 200, 'last', true],
  ['/nothing', 204, '', true],
  ['/headers', 200, 'with headers', true],
  ['/cookies', 200, 'with cookies', true],
  ['/status', 500, 'failed, it says', false],
  ['/res', 202, { sent: true }, true],
  ['/res-later', 200, 'sent later', true],
  ['/res-500', 500, 'failed', false],
  ['/raw', 200, 'raw bytes', true],
  ['/redirect', 303, '', true],
  ['/redirect-chosen', 307, '', true],
  ['/redirect-res', 302, '', true],
  ['/file', 200, 'a file', true],
  ['/buffer', 200, 'a buffer', true],
  ['/events', 200, '\nid: 1\ndata: an event\n\n', true],
  ['/forbidden', 403, { statusCode: 403, message: 'not you', error: 'Forbidden' }, true],
  ['/bug', 500, bug, false],
  ['/rejected', 500, bug, false],
  ['/failed-observable', 403, { statusCode: 403, message: 'Forbidden' }, true],
  ['/pipe/7', 200, 7, true],
  [
    '/pipe/seven',
    400,
    {
      statusCode: 400,
      message: 'Validation failed (numeric string is expected)',
      error: 'Bad Request',
    },
    true,
  ],
  ['/guard', 200, 'let in', true],
  [
    '/guard-refuses',
    403,
    { statusCode: 403, message: 'Forbidden resource', error: 'Forbidden' },
    true,
  ],
  ['/guard-fails', 500, bug, false],
  ['/interceptor', 200, { mapped: 'value' }, true],
  ['/interceptor-fails', 500, bug, false],
  ['/filter', 418, { sorry: true }, true],
  ['/filter-500', 502, { sorry: true }, false],
  ['/request-scoped', 200, 'for one request', true],
  ['/middleware', 200, 'after the middleware', true],
  ['/middleware-answers', 200, 'from the middleware', true],
  ['/middleware-fails', 500, bug, false],
  ['/missing', 404, { statusCode: 404, message: 'Cannot GET /missing', error: 'Not Found' }, true],
  ['/unsaved', 500, { statusCode: 500, message: 'Internal Server Error' }, false],
]

/** What a route answers, as far as both platforms have to agree, and what the session holds afterwards. */
async function answerOf(origin: string, path: string, method: string): Promise<object> {
  const visit = visitor(origin)
  const response = await visit(path, { method })
  const { status, headers } = response
  const isRedirect = status >= 300 && status < 400
  const text = await response.text()
  const vary = headers.get('vary')?.toLowerCase().split(/, */) ?? []
  return {
    status,
    // Express writes a sentence for people, in the format that they accept.
    body: isRedirect ? '' : bodyOf(text),
    vary: vary.filter((name) => !isRedirect || name !== 'accept').sort(),
    location: headers.get('location'),
    cookies: headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '')),
    cacheControl: headers.get('cache-control'),
    kept: await (await visit('/look')).json(),
  }
}

function bodyOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

describe('every way to answer, on Express and on Fastify alike', () => {
  const origins: string[] = []
  const closers: (() => Promise<void>)[] = []
  beforeAll(async () => {
    for (const [, platform] of platforms) {
      const sessions = createSessions<Data>({
        backend: memoryBackend(),
        name: false,
        clock: () => 1_800_000_000_000,
      })
      const { origin, close } = await listen(await createApp(platform, tableModule(sessions)))
      origins.push(origin)
      closers.push(close, () => sessions.close())
    }
    return async () => {
      for (const close of closers) await close()
    }
  })

  for (const method of ['GET', 'HEAD']) {
    it.each(rows)(`R118 R120 R128 ${method} %s`, async (path, status, body, saved) => {
      const [express, fastify] = await Promise.all(
        origins.map((origin) => answerOf(origin, path, method)),
      )
      expect(express).toMatchObject({
        status,
        body: method === 'HEAD' ? '' : body,
        kept: saved ? { at: 'here' } : {},
      })
      expect(fastify).toEqual(express)
    })
  }
})
