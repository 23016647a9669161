import type { SessionStore } from '@sojourn/core'
import { browserName, findPerson, isSafari, type Person, type View } from 'demo-parts'
import type { Context } from 'koa'
import { devicesOf } from './devices.ts'
import { type AppSession, sessions, storage } from './session.ts'

/** What the page shows of a loaded session. */
export async function viewOf(session: SessionStore<AppSession>, ctx: Context): Promise<View> {
  const userAgent = ctx.get('User-Agent')
  return {
    framework: 'Koa',
    storage,
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
    devices: await devicesOf(session),
    cookieRefused:
      session.isNew && sessions.cookie.settings.secure && !ctx.secure && isSafari(userAgent),
    csrf: await sessions.csrf.token(session),
  }
}

/** Somebody who signed in when the list of people was another is still signed in. */
function personOf(userId: string | null): Person | null {
  if (userId === null) return null
  return findPerson(userId) ?? { id: userId, name: userId, role: 'a guest' }
}
