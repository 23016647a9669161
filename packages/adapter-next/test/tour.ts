import { expect } from 'vitest'
import type { StartedApp } from './fixture/started-app.ts'
import { textOf } from './fixture/visitor.ts'

const minute = 60_000

/** One visit to every place in which Next can touch a session. */
export async function tour(app: StartedApp): Promise<void> {
  const visitor = app.visitor()
  expect(textOf(await visitor.get('/'), 'user')).toBe('nobody')
  expect(textOf(await visitor.submit('/', 'add', { item: 'tea' }), 'cart')).toBe('tea')
  expect((await visitor.submit('/', 'sign-in', { user: 'ada' })).status).toBe(303)
  expect(textOf(await visitor.get('/account'), 'user')).toBe('ada')
  expect((await visitor.send('POST', '/api/who', { body: 'noted' })).status).toBe(200)
  expect(JSON.parse((await visitor.get('/api/who')).body)).toEqual({
    user: 'ada',
    note: 'noted',
    cart: ['tea'],
  })

  const earlier = visitor.token
  await app.advance(16 * minute)
  const renewed = await visitor.get('/')
  expect(visitor.token).not.toBe(earlier)
  expect(textOf(renewed, 'cookie')).toContain(visitor.token)
  expect((await visitor.get('/write')).body).toContain('SESSION_READ_ONLY')
  expect((await visitor.get('/cached')).body).toContain('captured: CONFIGURATION')
  expect((await visitor.get('/kept')).body).toContain('CONFIGURATION')
  expect((await visitor.get('/static')).headers.get('cache-control')).toContain('private')

  expect((await visitor.submit('/', 'sign-out')).status).toBe(303)
  expect((await visitor.get('/members')).status).toBe(401)
}
