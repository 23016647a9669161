import { createSessions } from '@sojourn/core'
import { backends, type OpenStore } from '../settings/backends.ts'
import { settingsFrom } from '../settings/settings.ts'
import type { CartLine } from '../shop.ts'

/** What a session holds. Who is signed in is no data: that is `session.userId`. */
export interface AppSession {
  count: number
  cart: CartLine[]
}

const settings = settingsFrom(process.env)
const { label, keepsRecords, lifetime, open } = backends[settings.backend]

// On the process, not in this module: Next loads it once for each of its bundles.
const key = Symbol.for('sojourn-demo/store')
// Nothing else has a value under this key.
const holder = globalThis as { [key]?: OpenStore }
holder[key] ??= open(settings)
const store = holder[key]

/** Shared by every demo: the same store, the same rules, the same cookie. */
export const sessions = createSessions<AppSession>({
  backend: store.backend,
  lifetime,
  cookie: { insecureDevelopment: settings.insecureDevelopment },
  namespace: 'demo',
})

/** Where they are stored, as the page calls it. */
export const storage: string = label

/** Whether anybody can tell which sessions there are. */
export const listsDevices: boolean = keepsRecords

/** The demos that run beside this one. */
export const { demos } = settings

/** Ends what `sessions` works with, once no request needs it. */
export async function closeSessions(): Promise<void> {
  await sessions.close()
  await store.close?.()
}
