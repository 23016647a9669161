import type { Person } from './people.ts'
import type { CartLine } from './shop.ts'

/** Everything that the page shows: plain values, read from the session by the demo's own framework. */
export interface View {
  /** What runs here, such as Koa and SQLite. */
  readonly framework: string
  readonly storage: string
  readonly now: Date
  /** Who is signed in. */
  readonly person: Person | null
  readonly count: number
  readonly cart: readonly CartLine[]
  readonly device: Device
  /** The browser will refuse the session's cookie, so the page says how to go on. */
  readonly cookieRefused: boolean
}

/** "This device": the browser, and its session once there is one. */
export interface Device {
  readonly browser: string
  readonly session: DeviceSession | null
}

export interface DeviceSession {
  /** Public, unlike the cookie: it opens nothing. */
  readonly id: string
  readonly signedInAt: Date | null
  /** When the session ends if nobody comes back. */
  readonly endsAt: Date
}
