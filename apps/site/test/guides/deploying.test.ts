import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, encryptedBackend, generateSecret, testSession } from '@sojourn/core'
import { redisNamespace, startNginx, startPostgres } from '@sojourn/test-servers'
import type Koa from 'koa'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

const closing: (() => unknown)[] = []
let origin = ''
let postgres: Awaited<ReturnType<typeof startPostgres>>

beforeAll(async () => {
  postgres = await startPostgres()
  vi.stubEnv('DATABASE_URL', postgres.url)
  vi.stubEnv('SESSION_SECRET', generateSecret())
  const { migrate, close } = await import('#examples/docs/guides/deploying/sessions.ts')
  // Not by a plain import: it declares the type of `ctx.session` for a program of its own.
  const { href } = new URL('../../examples/docs/guides/deploying/app.ts', import.meta.url)
  const { app }: { app: Koa } = await import(href)
  await migrate()
  app.silent = true
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const nginx = await startNginx({ origin: `http://127.0.0.1:${port}` })
  origin = nginx.url
  closing.push(
    () => nginx.stop(),
    () => server.close(),
    close,
    () => postgres.stop(),
  )
})
afterAll(async () => {
  for (const close of closing) await close()
  vi.unstubAllEnvs()
})

const get = (cookie = ''): Promise<Response> => fetch(origin, { headers: { cookie } })

async function signIn(): Promise<string> {
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' }
  const response = await fetch(origin, { method: 'POST', redirect: 'manual', headers })
  return response.headers.getSetCookie()[0] ?? ''
}

it('R72 behind a proxy over plain http the cookie is Secure, and its page is for one visitor', async () => {
  const line = await signIn()
  expect(line).toMatch(/^__Host-sid=[^;]+; .*Secure/)
  const cookie = line.split(';')[0] ?? ''
  expect(cookie).toHaveLength(77)
  expect(await (await get(cookie)).json()).toEqual({ userId: 'ada' })
  const other = await get()
  expect(await other.json()).toEqual({ userId: null })
  expect(other.headers.get('x-cache')).not.toBe('HIT')
})

it('the address of a sign-in is the one that our own proxy saw', async () => {
  await signIn()
  const { sessions } = await import('#examples/docs/guides/deploying/sessions.ts')
  const networks = new Set<string | null>()
  for await (const { ip } of sessions.listForUser('ada')) networks.add(ip)
  expect([...networks]).toEqual(['198.51.100.0'])
})

it('R109 while the store is silent: 503, Retry-After, no cookie; and nobody was signed out', async () => {
  const cookie = (await signIn()).split(';')[0] ?? ''
  const { sessions } = await import('#examples/docs/guides/deploying/sessions.ts')
  await sessions.connector.save()
  await postgres.pause()
  // What this process remembers may answer for a moment.
  await vi.waitFor(async () => expect((await get(cookie)).status).toBe(503), { timeout: 20_000 })
  const response = await get(cookie)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(response.headers.getSetCookie()).toEqual([])
  await postgres.resume()
  const isBack = async () => expect(await (await get(cookie)).json()).toEqual({ userId: 'ada' })
  await vi.waitFor(isBack, { timeout: 20_000 })
})

it('R67 a rotation of secrets in two steps loses nobody; the store sees no data', async () => {
  const store = memoryBackend()
  const [old, fresh] = [generateSecret(), generateSecret()]
  const withSecrets = (...secrets: string[]) =>
    createSessions<{ note: string }>({ backend: encryptedBackend(store, { secrets }), name: false })
  const cookie = await testSession(withSecrets(old), { userId: 'ada', data: { note: 'private' } })
  for (const secrets of [
    [old, fresh],
    [fresh, old],
  ]) {
    const sessions = withSecrets(...secrets)
    const session = await sessions.open(sessions.cookie.tokens.read(cookie).texts[0]).load()
    expect(session.get('note')).toBe('private')
    session.set('note', 'private, again')
    await session.save()
    session.set('note', 'private')
    await session.save()
  }
  const last = withSecrets(fresh)
  const session = await last.open(last.cookie.tokens.read(cookie).texts[0]).load()
  expect(session.get('note')).toBe('private')
  const call = { now: Date.now(), signal: new AbortController().signal }
  for await (const { payload } of store.list(call)) expect(payload).not.toContain('private')
})

it('a function answers from its session, and keeps it alive', async () => {
  const namespace = await redisNamespace()
  vi.stubEnv('REDIS_URL', namespace.url)
  vi.stubEnv('SESSIONS_PREFIX', namespace.prefix.replace(/:$/, ''))
  vi.useFakeTimers({ toFake: ['Date'] })
  const { client, handler, sessions } = await import('#examples/docs/guides/deploying/function.ts')
  const cookie = await testSession(sessions, { userId: 'ada' })
  const visit = async (after: number): Promise<unknown> => {
    vi.setSystemTime(Date.now() + after * 3_600_000)
    const work: Promise<unknown>[] = []
    const headers = { cookie, 'sec-purpose': after === 12 ? '' : 'prefetch' }
    const request = new Request('https://shop.example', { headers })
    const response = await handler(request, (each) => work.push(each))
    await Promise.all(work)
    return response.json()
  }
  expect(await visit(12)).toEqual({ userId: 'ada' })
  expect(await visit(23)).toEqual({ userId: 'ada' })
  expect(await visit(1)).toEqual({ userId: null })
  vi.useRealTimers()
  await sessions.close()
  await client.close()
  await namespace.remove()
})
