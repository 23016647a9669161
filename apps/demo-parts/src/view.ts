import type { Person } from './people.ts'
import type { CartLine } from './shop.ts'

/** Everything that the page shows: plain values, read from the session by the demo's own framework. */
export interface View {
  /** What runs here, such as Koa and SQLite. */
  readonly framework: string
  readonly storage: string
  /** Whether a server knows which sessions there are. Where they live in cookies alone, nobody does. */
  readonly keepsRecords: boolean
  /** The demos that share this sign-in, this one among them. */
  readonly demos: readonly DemoLink[]
  readonly now: Date
  /** Who is signed in. */
  readonly person: Person | null
  readonly count: number
  readonly cart: readonly CartLine[]
  readonly device: Device
  /** Of the person who is signed in, where that is known. */
  readonly devices: Devices | null
  /** The browser will refuse the session's cookie, so the page says how to go on. */
  readonly cookieRefused: boolean
}

/** What a page shows whose forms are made here, by `page`. */
export interface FormView extends View {
  /** Whether a card shows the session live, over a WebSocket. */
  readonly live: boolean
  /** The token that every form sends back, in its field `csrf`. */
  readonly csrf: string
}

/** A demo, and where it is. */
export interface DemoLink {
  readonly framework: string
  readonly address: string
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

/** "Your devices": where a person is signed in. */
export interface Devices {
  /** What the last click did, told once. */
  readonly message: string | null
  /** In any order. */
  readonly list: readonly SignedInDevice[]
}

export interface SignedInDevice {
  /** The public id of its session. */
  readonly id: string
  /** This is the browser that looks at the page. */
  readonly isThis: boolean
  readonly browser: string
  /** As much of its address as is kept. */
  readonly network: string | null
  readonly signedInAt: Date
  readonly lastSeenAt: Date
}
