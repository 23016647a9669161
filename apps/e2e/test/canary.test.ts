import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { breakStore } from './break-store.ts'
import { startCanary } from './canary-process.ts'
import { targets } from './targets.ts'

describe.each(targets)('a server on $kind that says all it can', ({ make }) => {
  it.each(['', 'encrypted '])(
    'R104 %sprints, sends, throws and answers neither token nor data nor key',
    (encrypted) => saysNothing(make, encrypted ? 'CANARY_KEY' : null),
    60_000,
  )
})

it('R104 a server with its sessions in cookies, and a live list, says nothing of them either', async () => {
  const [{ make } = never()] = targets
  // Of the data of two cookies none conflicts with the other.
  await saysNothing(make, 'CANARY_COOKIE_KEY', { conflict: 200 })
}, 60_000)

/** `keyName`: the variable of the environment that gets a key. */
async function saysNothing(
  make: (typeof targets)[number]['make'],
  keyName: string | null,
  otherwise: Record<string, number> = {},
): Promise<void> {
  const canary = `canary-${randomBytes(12).toString('hex')}`
  const key = randomBytes(32).toString('base64url')
  const env = { CANARY: canary, ...(keyName !== null && { [keyName]: key }) }
  const { address: at, remove } = await make()
  const server = await startCanary(at, env)
  const statuses: Record<string, number> = {}
  const ask = async (...routes: string[]): Promise<void> => {
    for (const route of routes) statuses[route] = await server.ask(route)
  }
  await ask('sign-in', 'read', 'step-up', 'no-json', 'in-place', 'too-large', 'conflict')
  // Past the renewal time: a successor is made, and presented.
  await delay(1100)
  await ask('list', 'csrf', 'read', 'destroy', 'sign-in')
  // The control comes before the store is gone, and its output is looked at apart.
  await ask('leak')
  const leaked = [...server.tokens].at(-1) ?? ''
  const all = await server.stop()
  const [quiet = '', loud = ''] = split(all)

  expect(statuses).toEqual({
    'sign-in': 200,
    read: 200,
    'step-up': 200,
    'no-json': 500,
    'in-place': 500,
    'too-large': 500,
    conflict: 409,
    list: 200,
    csrf: 200,
    destroy: 500,
    leak: 200,
    ...otherwise,
  })
  expect(server.tokens.size).toBeGreaterThanOrEqual(4)
  // The search can find: the control is in it.
  expect(loud.includes(leaked)).toBe(true)
  expect(loud.includes(canary)).toBe(true)
  expectNone(quiet, [...server.tokens], [canary, key])

  const broken = await startCanary(at, env)
  expect(await broken.ask('sign-in')).toBe(200)
  await breakStore(at)
  const failures = [await broken.ask('read'), await broken.ask('step-up')]
  failures.push(await broken.ask('sign-out'), await broken.ask('list'))
  expect(failures.filter((status) => status >= 500).length).toBeGreaterThanOrEqual(3)
  expectNone(await broken.stop(), [...broken.tokens], [canary, key])
  await remove()
}

function never(): never {
  throw new Error('There is no store.')
}

function split(all: string): string[] {
  const at = all.indexOf('from here on it leaks')
  return [all.slice(0, at), all.slice(at)]
}

/** None of the texts, in any of the ways that bytes are printed. */
function expectNone(output: string, tokens: readonly string[], texts: readonly string[]): void {
  expect(output.length).toBeGreaterThan(10_000)
  const secrets = tokens.map((token) => token.slice(23))
  for (const text of [...secrets, ...texts]) {
    const forms = [
      text,
      Buffer.from(text).toString('base64').slice(0, 40),
      Buffer.from(text).toString('hex'),
    ]
    for (const form of forms) {
      const at = output.indexOf(form)
      expect(at < 0 ? '' : output.slice(Math.max(0, at - 300), at + 200)).toBe('')
    }
  }
}
