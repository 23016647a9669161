import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { Koa3 } from './koa-majors.ts'
import { serve } from './serve.ts'

const example = new URL('./readme/app.ts', import.meta.url)

it('the README shows an app that compiles', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  expect(readme).toContain(`\`\`\`ts\n${await readFile(example, 'utf8')}\`\`\`\n`)
})

it('the app of the README works', async () => {
  // Not by a plain import: it declares the type of `ctx.session` for a program of its own.
  const { app }: Record<string, unknown> = await import(example.href)
  if (!(app instanceof Koa3)) throw new Error('It exports no app.')
  const visit = await serve(app)
  const post = { method: 'POST' }
  await visit('/cart/tea', post)
  await visit('/cart/milk', post)
  expect((await visit('/sign-in?user=ada', post)).headers.get('location')).toBe('/cart')
  expect(await (await visit('/cart')).json()).toEqual({ user: 'ada', cart: ['tea', 'milk'] })
  await visit('/sign-out', post)
  expect(await (await visit('/cart')).json()).toEqual({ user: null, cart: [] })
})
