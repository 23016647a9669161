import { expect, test } from 'vitest'
import { page, type View } from '../src/index.ts'

const now = new Date('2026-01-01T12:00:00Z')

const visitor: View = {
  framework: 'Koa',
  storage: 'SQLite',
  now,
  person: null,
  count: 0,
  cart: [],
  device: { browser: 'Firefox 140 on Linux', session: null },
  cookieRefused: false,
}

test('hostile names are shown as they are, and run nowhere', () => {
  const name = '<script>alert(1)</script>'
  const text = page({
    ...visitor,
    person: { id: 'x', name, role: name },
    framework: name,
    storage: name,
    device: {
      browser: '"><img src=x onerror=alert(1)>',
      session: { id: name, signedInAt: now, endsAt: now },
    },
    cart: [{ product: name, quantity: 1 }],
  })
  expect(text).not.toMatch(/<script|<img/)
  expect(text).toContain('Hello, &lt;script&gt;')
})

test('a visitor is asked to sign in, and is told that nothing is stored', () => {
  const text = page(visitor)
  expect(text).toContain('Who is travelling?')
  expect(text).toContain('No session yet')
  expect(text).not.toContain('Sign out')
})

test('the cart has its lines, its total, and the rest on the shelf', () => {
  const text = page({ ...visitor, cart: [{ product: 'mug', quantity: 3 }] })
  expect(text).toContain('€42.00')
  expect(text).toContain('aria-label="One Enamel mug more"')
  expect(text).toContain('Folding map')
})

test('a product that is no longer sold is left out', () => {
  expect(page({ ...visitor, cart: [{ product: 'gone', quantity: 1 }] })).toContain(
    'Nothing in it yet',
  )
})

test('Safari is told how to go on', () => {
  expect(page(visitor)).not.toContain('insecureDevelopment')
  expect(page({ ...visitor, cookieRefused: true })).toContain('insecureDevelopment')
})

test('times are told relative to now', () => {
  const session = {
    id: 'id',
    signedInAt: new Date(now.getTime() - 120_000),
    endsAt: new Date(now.getTime() + 86_400_000),
  }
  const text = page({ ...visitor, device: { browser: 'A browser', session } })
  expect(text).toContain('2 minutes ago')
  expect(text).toContain('In 24 hours')
})
