import type { SessionStore } from '@sojourn/core'
import { browserName, type Devices, type SignedInDevice } from 'demo-parts'
import { type AppSession, sessions } from './session.ts'

/** "Your devices", of whoever is signed in. */
export async function devicesOf(session: SessionStore<AppSession>): Promise<Devices | null> {
  const { id, userId } = session
  if (userId === null) return null
  const list: SignedInDevice[] = []
  for await (const info of sessions.listForUser(userId)) {
    list.push({
      id: info.id,
      isThis: info.id === id,
      browser: browserName(info.userAgent ?? ''),
      network: info.ip,
      signedInAt: info.authenticatedAt ?? info.createdAt,
      lastSeenAt: info.lastSeenAt,
    })
  }
  const message = await session.takeFlash('devices')
  return { list, message: typeof message === 'string' ? message : null }
}
