import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartedApp } from './fixture/started-app.ts'
import { before, today } from './fixture/variants.ts'
import { textOf } from './fixture/visitor.ts'

describe.each([today, before])('next dev, Next $major', (variant) => {
  let app: StartedApp

  beforeAll(async () => {
    app = await StartedApp.start({ ...variant, development: true })
  }, 600_000)

  afterAll(() => app?.stop())

  test('a reload of the module that makes the sessions keeps those in memory', async () => {
    const ada = await app.visitor().signIn()
    expect(textOf(await ada.get('/'), 'user')).toBe('ada')

    const made = await app.count('session module')
    const file = join(app.folder, variant.major === 15 ? 'session.js' : 'session.ts')
    appendFileSync(file, '\n// changed while the server runs\n')
    await expect
      .poll(
        async () => {
          await ada.get('/')
          return app.count('session module')
        },
        { timeout: 120_000, interval: 500 },
      )
      .toBeGreaterThan(made)
    expect(textOf(await ada.get('/'), 'user')).toBe('ada')
    expect(JSON.parse((await ada.get('/api/who')).body)).toMatchObject({ user: 'ada' })
  }, 300_000)
})
