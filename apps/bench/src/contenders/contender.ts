import type { RequestListener } from 'node:http'
import type { SampleData } from '../sample-data.ts'

/** What the servers are built with. */
export type Framework =
  | 'koa'
  | 'express'
  | 'fastify'
  | 'node:http'
  | 'nest-express'
  | 'nest-fastify'

/** Where sessions are kept. `cookie`: at the client. */
export type Store = 'none' | 'memory' | 'sqlite' | 'redis' | 'postgres' | 'cookie'

/** One server that is measured beside others. */
export interface Contender {
  /** Short, for the command line and for comparisons. */
  readonly id: string
  readonly title: string
  readonly framework: Framework
  /** Nothing; a hand-written layer without features; another session layer; Sojourn. */
  readonly layer: 'bare' | 'floor' | 'peer' | 'sojourn'
  readonly store: Store
  /** The npm packages that it is made of, whose versions a report names. */
  readonly packages: readonly string[]
  /** How it is set up, where that is a choice: a half-sentence for the report. */
  readonly settings?: string
  /** Loads its packages only now: a process holds only its own. */
  start(site: Site): Promise<App>
}

/** Where a contender runs. */
export interface Site {
  /** An empty folder for its files. */
  readonly folder: string
  /** The URL of its own Redis, or of its own database, where it needs one. */
  readonly storeUrl?: string
}

/** A contender, running. */
export interface App {
  readonly listener: RequestListener
  close(): Promise<void>
}

/** What the routes of every contender do, in the words of its own session layer. */
export interface SessionActions<Context> {
  /** Signs a visitor in with this data. */
  fill(ctx: Context, data: SampleData): Promise<void>
  /** The visitor's name, out of the session. */
  read(ctx: Context): Promise<string>
  /** Counts up in the session, and gives the new number. */
  count(ctx: Context): Promise<number>
  /** Reads the session, waits, and sets a key to 1, as a handler does that asks another service. */
  put(ctx: Context, key: string, wait: () => Promise<void>): Promise<void>
  /** The session's keys. */
  keys(ctx: Context): Promise<readonly string[]>
  signIn(ctx: Context): Promise<void>
  signOut(ctx: Context): Promise<void>
}

/** The store's URL of a contender that needs one. */
export function storeUrlOf({ storeUrl }: Site): string {
  if (storeUrl !== undefined) return storeUrl
  throw new Error('This contender needs a store.')
}

/** Its title, and what it runs on. */
export function labelOf({ title, framework }: Contender): string {
  return framework.startsWith('nest') ? title : `${title} (${framework})`
}

/** Whether a write sets a cookie: with the session in it, or, in the other layers, with its new end. */
export function writeSetsCookie({ layer, store }: Contender): boolean {
  return store === 'cookie' || layer === 'peer'
}
