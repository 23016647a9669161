import { expect, test } from 'vitest'
import { type FormView, page, type SignedInDevice } from '../src/index.ts'

const now = new Date('2026-01-01T12:00:00Z')

const visitor: FormView = {
  framework: 'Koa',
  storage: 'SQLite',
  keepsRecords: true,
  demos: [],
  live: false,
  now,
  person: null,
  count: 0,
  cart: [],
  device: { browser: 'Firefox 140 on Linux', session: null },
  devices: null,
  cookieRefused: false,
  csrf: 'token',
}

const phone: SignedInDevice = {
  id: 'phone',
  isThis: false,
  browser: 'Firefox 140 on Android',
  network: '192.0.2.0',
  signedInAt: new Date(now.getTime() - 7_200_000),
  lastSeenAt: new Date(now.getTime() - 180_000),
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
    devices: { message: name, list: [{ ...phone, id: name, browser: name, network: name }] },
    csrf: name,
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

test('every form has the CSRF token', () => {
  const person = { id: 'mira', name: 'Mira', role: 'plans' }
  const devices = { message: null, list: [phone] }
  for (const view of [visitor, { ...visitor, person, devices }]) {
    const text = page({ ...view, cart: [{ product: 'mug', quantity: 1 }] })
    const forms = text.match(/<form.*?<\/form>/gs) ?? []
    expect(forms.length).toBeGreaterThan(5)
    for (const form of forms) expect(form).toContain('name="csrf" value="token"')
  }
})

test('of your devices, all but this one can be signed out', () => {
  const laptop = { ...phone, id: 'laptop', isThis: true, browser: 'Chrome 140 on Linux' }
  const text = page({ ...visitor, devices: { message: null, list: [phone, laptop] } })
  expect(text.indexOf('<h3>Chrome 140')).toBeLessThan(text.indexOf('<h3>Firefox 140'))
  expect(text).toContain('3 minutes ago')
  expect(text).toContain('192.0.2.0')
  expect(text).toContain('value="phone"')
  expect(text).not.toContain('value="laptop"')
  expect(text).toContain('Sign out everywhere else')
})

test('with no device but this one, there is nowhere else to sign out', () => {
  const list = [{ ...phone, isThis: true }]
  const text = page({ ...visitor, devices: { message: 'Done.', list } })
  expect(text).not.toContain('everywhere else')
  expect(text).toContain('role="status">Done.<')
})

test('where nobody keeps a list, the page says so to who is signed in', () => {
  const person = { id: 'mira', name: 'Mira Okafor', role: 'guide' }
  const text = page({ ...visitor, keepsRecords: false, person })
  expect(text).toContain('no server keeps a list')
  expect(text).not.toContain('action="/devices')
  expect(page({ ...visitor, keepsRecords: false })).not.toContain('Your devices')
})
