import { randomBytes } from 'node:crypto'

/** Where a session layer without features keeps a session's text. A key is a cookie's value. */
export interface FloorSessions {
  read(key: string): Promise<string | undefined> | string | undefined
  /** Gives the key under which it is found from now on. */
  write(key: string | undefined, text: string): Promise<string> | string
  delete(key: string): Promise<void> | void
  close(): Promise<void>
}

/** How long a session of the floor lives, in milliseconds. */
export const floorLife = 86_400_000

/** A new key for a session that lies in a store. */
export function newKey(): string {
  return randomBytes(32).toString('base64url')
}
