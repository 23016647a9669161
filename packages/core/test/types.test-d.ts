// Compiled by `pnpm typecheck`, not run: each line fails to compile when a promise about types breaks.
import type {
  LazySession,
  LoadedSessionOf,
  ReadonlySession,
  SessionOf,
  SessionStore,
} from '@sojourn/core'
import { createSessions, readonlySession } from '@sojourn/core'
import { z } from 'zod'
import { MapBackend } from './support/map-backend.ts'

type Equal<A, B> =
  (<X>() => X extends A ? 1 : 2) extends <X>() => X extends B ? 1 : 2 ? true : false
declare function assert<_T extends true>(): void

interface App {
  count: number
  cart: string[]
  theme?: 'light' | 'dark'
}

const sessions = createSessions<App>({ backend: new MapBackend(), name: false })
const lazy = sessions.open()
assert<Equal<typeof lazy, LazySession<App>>>()
assert<Equal<SessionOf<typeof sessions>, LazySession<App>>>()
assert<Equal<LoadedSessionOf<typeof sessions>, SessionStore<App>>>()

// Reading before the load does not compile.
// @ts-expect-error
lazy.get('count')
// @ts-expect-error
lazy.userId
// @ts-expect-error
lazy.sessionKey
// Writes that return nothing do.
lazy.set('count', 1)
lazy.change('count', (n) => (n ?? 0) + 1)

const loaded = await lazy.load()
assert<Equal<typeof loaded, SessionStore<App>>>()
const count = loaded.get('count')
assert<Equal<typeof count, number | undefined>>()
const counted = loaded.get('count', 0)
assert<Equal<typeof counted, number>>()
const cart = loaded.get('cart', [])
assert<Equal<typeof cart, string[]>>()
const nothing = loaded.get('theme', null)
assert<Equal<typeof nothing, 'light' | 'dark' | null>>()

// @ts-expect-error: no such key
loaded.get('wrong')
// @ts-expect-error: no such value
loaded.set('count', 'one')
// @ts-expect-error: no such value
loaded.update({ theme: 'pink' })
// @ts-expect-error: no such key to keep
await loaded.authenticate('ada', { keep: ['wrong'] })
// @ts-expect-error: not a length of time
loaded.setExpiry('soon')

const view = readonlySession(loaded)
assert<Equal<typeof view, ReadonlySession<App>>>()
// @ts-expect-error: it has no writes
view.set('count', 1)
// @ts-expect-error: its values are read-only, however deep
view.get('cart')?.push('x')

// The data's type comes from the schema.
const typed = createSessions({
  backend: new MapBackend(),
  name: false,
  schema: z.object({ visits: z.number().default(0) }),
})
const visits = (await typed.open().load()).get('visits', 0)
assert<Equal<typeof visits, number>>()

// Without either, values are unknown, never any.
const untyped = createSessions({ backend: new MapBackend(), name: false })
const something = (await untyped.open().load()).get('anything')
assert<Equal<typeof something, unknown>>()
