import type { ServerResponse } from 'node:http'
import { nodeHeaders } from '@sojourn/core/node'
import { expect, it } from 'vitest'
import { failureOf } from './collecting-suite.ts'
import { nodeAdapter, type Steps, steps, type Touched } from './node-adapter.ts'

type Mutant = [mistake: string, subject: string, make: () => Partial<Steps>]

/** The headers of the session, without some of them. */
function without(res: ServerResponse, ...names: string[]): ReturnType<typeof nodeHeaders> {
  const headers = nodeHeaders(res)
  return {
    get: headers.get,
    set: (name, value) => names.includes(name) || headers.set(name, value),
  }
}

/** What peers have got wrong, and the subject where the suite must notice. */
const mutants: Mutant[] = [
  [
    'answers before the save',
    'before the first byte',
    () => ({
      send: async (answer, settle, write) => {
        const settled = settle(answer)
        await write(answer)
        await settled
      },
    }),
  ],
  [
    'lets a redirect go before the save',
    'before the first byte',
    () => ({
      send: async (answer, settle, write) => {
        if (answer.kind !== 'redirect') return write(await settle(answer))
        await Promise.all([settle(answer), write(answer)])
      },
    }),
  ],
  [
    'answers 200 when the save fails',
    'a store that fails',
    () => ({ commit: (exchange, status) => exchange.commit(status)?.catch(() => {}) }),
  ],
  ['never saves', 'sessions that are not loaded', () => ({ commit: () => undefined })],
  [
    'saves what a failed request has done',
    'requests that fail',
    () => ({ commit: (exchange) => exchange.commit(200) }),
  ],
  [
    'does not save on a 4xx',
    'requests that fail',
    () => ({ commit: (exchange, status) => exchange.commit(status < 400 ? status : 500) }),
  ],
  [
    'sends no cookie with an error',
    'requests that fail',
    () => ({
      apply: (exchange, res, status) => {
        if (status < 400) steps.apply(exchange, res, status)
      },
    }),
  ],
  [
    'keeps the cookie when a sign-out ends in an error',
    'sign-out',
    () => ({
      apply: (exchange, res, status) => {
        if (status < 500) steps.apply(exchange, res, status)
      },
    }),
  ],
  [
    'replaces the cookies of the app',
    'the cookie',
    () => ({
      apply: (exchange, res, status) => {
        res.removeHeader('Set-Cookie')
        steps.apply(exchange, res, status)
      },
    }),
  ],
  [
    'sends the cookie twice',
    'the cookie',
    () => ({
      apply: (exchange, res, status) => {
        steps.apply(exchange, res, status)
        const lines = [res.getHeader('Set-Cookie') ?? []].flat().map(String)
        if (lines.length > 0) res.setHeader('Set-Cookie', [...lines, ...lines])
      },
    }),
  ],
  [
    'deletes the cookie without its attributes',
    'the cookie',
    () => ({
      apply: (exchange, res, status) => {
        steps.apply(exchange, res, status)
        const [line] = [res.getHeader('Set-Cookie') ?? []].flat().map(String)
        if (line?.includes('Max-Age=0')) res.setHeader('Set-Cookie', line.split('; Path')[0] ?? '')
      },
    }),
  ],
  [
    'says nothing to caches about the cookie',
    'caches',
    () => ({ apply: (exchange, res) => exchange.apply(without(res, 'Cache-Control')) }),
  ],
  [
    'does not vary by cookie',
    'caches',
    () => ({ apply: (exchange, res) => exchange.apply(without(res, 'Vary')) }),
  ],
  [
    'lets the app override what is said to caches',
    'caches',
    () => ({
      apply: (exchange, res, status) => {
        const before = res.getHeader('Cache-Control')
        steps.apply(exchange, res, status)
        if (before !== undefined) res.setHeader('Cache-Control', before)
      },
    }),
  ],
  [
    'loads every session',
    'visitors without a session',
    () => ({ begin: async (open) => void (await open().load()) }),
  ],
  [
    'mints a session for every visitor',
    'visitors without a session',
    () => ({ begin: async (open) => open().set('seen', true) }),
  ],
  [
    'takes an outage for a visitor without a session',
    'a store that fails',
    () => ({ begin: async (open) => void (await open().load({ unavailable: 'anonymous' })) }),
  ],
  [
    'shows what went wrong',
    'a store that fails',
    () => ({
      fail: (error) => {
        const answer = steps.fail(error)
        return answer.kind === 'text' ? { ...answer, body: String(error) } : answer
      },
    }),
  ],
  [
    'leaves out Retry-After',
    'a store that fails',
    () => ({
      fail: (error) => {
        const answer = steps.fail(error)
        return answer.kind === 'text' ? { ...answer, headers: {} } : answer
      },
    }),
  ],
  [
    'makes every session error a 500',
    'sign-out',
    () => ({ fail: () => ({ kind: 'text', status: 500, headers: {}, body: '' }) }),
  ],
  [
    'takes the first of several cookies',
    'several cookies',
    () => ({
      open: (sessions, request, headersSent) =>
        steps.open(
          sessions,
          { header: (name) => String(request.header(name) ?? '').split('; ')[0] },
          headersSent,
        ),
    }),
  ],
  [
    'decodes the cookie header',
    'garbage in the cookie header',
    () => ({
      open: (sessions, request, headersSent) =>
        steps.open(
          sessions,
          { header: (name) => decodeURIComponent(String(request.header(name) ?? '')) },
          headersSent,
        ),
    }),
  ],
  [
    'does not know a prefetch',
    'activity',
    () => ({
      open: (sessions, request, headersSent) =>
        steps.open(
          sessions,
          { header: (name) => (name === 'cookie' ? request.header(name) : undefined) },
          headersSent,
        ),
    }),
  ],
  [
    'believes that a cookie can always be set',
    'after the first byte',
    () => ({ open: (sessions, request) => steps.open(sessions, request, () => false) }),
  ],
  [
    'mixes up the sessions of requests at the same time',
    'requests at the same time',
    () => {
      let last: Touched | undefined
      return {
        open: (sessions, request, headersSent) => {
          const own = steps.open(sessions, request, headersSent)
          const mixed = last ? { ...own, session: last.session } : own
          last = own
          return mixed
        },
      }
    },
  ],
  [
    'never renews',
    'renewal of the token',
    () => ({
      commit: (exchange, status) => {
        const committed = exchange.commit(status)
        return exchange.life.state.hasWrites ? committed : undefined
      },
      apply: (exchange, res) => {
        if (exchange.life.state.accessed) exchange.apply(without(res, 'Set-Cookie'))
      },
    }),
  ],
]

it.each(mutants)('notices an adapter that %s (%s)', async (_mistake, subject, make) => {
  expect(await failureOf(subject, nodeAdapter(make()))).toBeDefined()
})
