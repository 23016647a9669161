import type { RequestListener } from 'node:http'
import type { SampleData } from '../sample-data.ts'

/** One server that is measured beside others. */
export interface Contender {
  /** Short, for the command line and for comparisons. */
  readonly id: string
  readonly title: string
  readonly framework: 'koa'
  /** Nothing; a hand-written layer without features; Sojourn. */
  readonly layer: 'bare' | 'floor' | 'sojourn'
  readonly store: 'none' | 'memory' | 'sqlite'
  start(site: Site): Promise<App>
}

/** Where a contender runs. */
export interface Site {
  /** An empty folder for its files. */
  readonly folder: string
  /** Told of every call to the store. Left out where time is measured. */
  readonly onStoreCall?: (verb: string) => void
}

/** A contender, running. */
export interface App {
  readonly listener: RequestListener
  /** Stores a session, and gives the `Cookie` header of its client. */
  prime(data: SampleData): Promise<string>
  close(): Promise<void>
}

/** What the routes of every contender do, in the words of its own session layer. */
export interface SessionActions<Context> {
  /** The visitor's name, out of the session. */
  read(ctx: Context): Promise<string>
  /** Counts up in the session, and gives the new number. */
  count(ctx: Context): Promise<number>
  signIn(ctx: Context): Promise<void>
  signOut(ctx: Context): Promise<void>
}
