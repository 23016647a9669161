import { type Device, networkOf } from './device.ts'

/**
 * What is done when a signed-in session comes from another browser or network than its sign-in:
 * nothing; a `device-changed` event; or the event, and `requireRecentAuth` asks for a new sign-in.
 */
export type DeviceBinding = 'off' | 'event' | 'step-up'

/** What differs from the client of the sign-in. */
export type DeviceSignal = 'browser' | 'network'

/** What of a request's client is not as it was at the sign-in. What either side does not say is not compared. */
export function deviceChanges(signedIn: Device, now: Device): DeviceSignal[] {
  const changes: DeviceSignal[] = []
  if (familyOf(signedIn.userAgent) !== familyOf(now.userAgent)) changes.push('browser')
  if (isOtherNetwork(signedIn.ip, now.ip)) changes.push('network')
  return changes
}

/**
 * A user agent without its versions, so that an update is no change: the names of browser, engine and
 * system. The first 128 characters, because what was kept may be cut off at its end.
 */
function familyOf(userAgent: string | null): string {
  return (userAgent ?? '')
    .replace(/\/\S+/g, '')
    .replace(/\d+(?:[._]\d+)*/g, '')
    .slice(0, 128)
}

function isOtherNetwork(signedIn: string | null, now: string | null): boolean {
  // A hash and an address: `deviceIp` was changed since the sign-in, and they tell nothing.
  if (signedIn === null || now === null || isHash(signedIn) !== isHash(now)) return false
  return networkOf(signedIn) !== networkOf(now)
}

function isHash(ip: string): boolean {
  return !/[.:]/.test(ip)
}
