import type { SessionStore } from '@sojourn/core'
import { browserName, isSafari } from '../browser-name.ts'
import { findPerson, type Person } from '../people.ts'
import type { Devices, View } from '../view.ts'
import { devicesOf } from './devices.ts'
import { type AppSession, demos, listsDevices, sessions, storage } from './sessions.ts'

/** Who asks, and what answers. */
export interface Visit {
  readonly framework: string
  readonly userAgent: string
  /** Whether the request came over TLS. */
  readonly secure: boolean
  /** Whether there is a WebSocket that tells of the session. */
  readonly live?: boolean
}

/** What the page shows of a loaded session. */
export async function viewOf(session: SessionStore<AppSession>, visit: Visit): Promise<View> {
  const { framework, userAgent, secure, live = false } = visit
  return {
    framework,
    storage,
    keepsRecords: listsDevices,
    demos,
    now: new Date(),
    person: personOf(session.userId),
    count: session.get('count', 0),
    cart: session.get('cart', []),
    device: {
      browser: browserName(userAgent),
      session: session.id
        ? {
            id: session.id,
            signedInAt: session.authenticatedAt,
            endsAt: session.getExpiryDate(),
          }
        : null,
    },
    devices: await yourDevices(session),
    cookieRefused:
      session.isNew && sessions.cookie.settings.secure && !secure && isSafari(userAgent),
    // Nobody else sees a change of what a cookie holds.
    live: live && listsDevices && session.userId !== null,
    csrf: await sessions.csrf.token(session),
  }
}

async function yourDevices(session: SessionStore<AppSession>): Promise<Devices | null> {
  const { id, userId } = session
  if (userId === null || !listsDevices) return null
  const list = await devicesOf(userId, id)
  const message = await session.takeFlash('devices')
  return { list, message: typeof message === 'string' ? message : null }
}

/** Somebody who signed in when the list of people was another is still signed in. */
export function personOf(userId: string | null): Person | null {
  if (userId === null) return null
  return findPerson(userId) ?? { id: userId, name: userId, role: 'a guest' }
}
