import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { platforms } from './platforms.ts'
import { AppModule } from './readme/app.module.ts'
import { serve } from './serve.ts'

it('the README shows an app that compiles', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const app = await readFile(new URL('./readme/app.module.ts', import.meta.url), 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${app}\`\`\`\n`)
})

describe.each(platforms)('the app of the README on %s', (_name, platform) => {
  it('works', async () => {
    const visit = await serve(platform, AppModule)
    await visit('/cart/tea', { method: 'POST' })
    expect((await visit('/cart')).status).toBe(401)
    expect((await visit('/sign-in', { method: 'POST' })).headers.get('location')).toBe('/cart')
    expect(await (await visit('/cart')).json()).toEqual({ userId: 'ada', cart: ['tea'] })
  })
})
