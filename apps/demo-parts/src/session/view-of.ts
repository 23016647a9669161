import type { ReadonlySession, SessionStore } from '@sojourn/core'
import { browserName, isSafari } from '../browser-name.ts'
import { findPerson, type Person } from '../people.ts'
import type { Devices, FormView, View } from '../view.ts'
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
export async function viewOf(session: SessionStore<AppSession>, visit: Visit): Promise<FormView> {
  const message = await takeMessage(session)
  return {
    ...(await readView(session, visit, message)),
    // Nobody else sees a change of what a cookie holds.
    live: (visit.live ?? false) && listsDevices && session.userId !== null,
    csrf: await sessions.csrf.token(session),
  }
}

/** What "your devices" says of the last click: told once, so only where a session can be written. */
export async function takeMessage(
  session: Pick<SessionStore<AppSession>, 'takeFlash'>,
): Promise<string | null> {
  const message = listsDevices ? await session.takeFlash('devices') : null
  return typeof message === 'string' ? message : null
}

/** The same as `viewOf` where a session can only be read. */
export async function readView(
  session: ReadonlySession<AppSession>,
  visit: Visit,
  message: string | null,
): Promise<View> {
  const { framework, userAgent, secure } = visit
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
    devices: await yourDevices(session, message),
    cookieRefused:
      session.isNew && sessions.cookie.settings.secure && !secure && isSafari(userAgent),
  }
}

async function yourDevices(
  { id, userId }: ReadonlySession<AppSession>,
  message: string | null,
): Promise<Devices | null> {
  return userId === null || !listsDevices ? null : { list: await devicesOf(userId, id), message }
}

/** Somebody who signed in when the list of people was another is still signed in. */
export function personOf(userId: string | null): Person | null {
  if (userId === null) return null
  return findPerson(userId) ?? { id: userId, name: userId, role: 'a guest' }
}
