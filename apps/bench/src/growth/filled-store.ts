import type { Template } from './template.ts'

/** A store that is filled with copies of one session. */
export interface FilledStore extends Template {
  /** Stores the copies from one number up to another, that one left out. */
  fill(from: number, to: number): Promise<void>
  /** How many calls are under way at a time while it is measured: one where nothing is waited for. */
  readonly width: number
  close(): Promise<void>
}

/** The stores that are filled. */
export const filledStores = ['memory', 'sqlite', 'redis', 'postgres'] as const
export type FilledStoreId = (typeof filledStores)[number]

/** Opens one that is empty, under a name of its own in a folder or at a server. */
export async function openStore(
  id: string,
  folder: string,
  url: string,
  name: string,
): Promise<FilledStore> {
  switch (id) {
    case 'memory':
      return (await import('./fill-memory.ts')).filledMemory()
    case 'sqlite':
      return (await import('./fill-sqlite.ts')).filledSqlite(`${folder}/${name}.db`)
    case 'redis':
      return (await import('./fill-redis.ts')).filledRedis(url, name)
    case 'postgres':
      return (await import('./fill-postgres.ts')).filledPostgres(url, name)
  }
  throw new Error(`There is no store '${id}' to fill.`)
}
