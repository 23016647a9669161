import { randomUUID } from 'node:crypto'
import type { Express } from 'express'
import { describeMove, example } from './moving.ts'

describeMove('express-session', 'connect.sid', async () => {
  process.env['SESSION_SECRET'] = randomUUID()
  const page = 'moving-from-express-session'
  const { before }: { before: Express } = await example(page, 'before/app.ts')
  const { app }: { app: Express } = await example(page, 'app.ts')
  return { before, after: app }
})
