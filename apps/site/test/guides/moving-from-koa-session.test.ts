import { randomUUID } from 'node:crypto'
import type Koa from 'koa'
import { describeMove, example } from './moving.ts'

describeMove('koa-session', 'koa.sess', async () => {
  process.env['SESSION_KEY'] = randomUUID()
  const page = 'moving-from-koa-session'
  const { before }: { before: Koa } = await example(page, 'before/app.ts')
  const { app }: { app: Koa } = await example(page, 'app.ts')
  app.silent = true
  return { before: before.callback(), after: app.callback() }
})
