/** `sealed`: encrypted, unreadable for the client. `signed`: readable, and proof against changes. */
export type CookieMode = 'sealed' | 'signed'

/** The version of both forms: the first byte of every token. */
export const version = 1
