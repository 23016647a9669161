import { browserName } from '../browser-name.ts'
import type { SignedInDevice } from '../view.ts'
import { sessions } from './sessions.ts'

/** A person's devices: whose, and on which of them this is. */
export async function devicesOf(userId: string, id: string | null): Promise<SignedInDevice[]> {
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
  return list
}

/** What "your devices" says when so many others were signed out. */
export function outcomeOf(ended: number): string {
  if (ended === 0) return 'Nothing was left to sign out.'
  return ended === 1 ? 'Signed out of 1 other device.' : `Signed out of ${ended} other devices.`
}
