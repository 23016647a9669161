import type { Watch, WatchEvent } from '@sojourn/core'
import { expect, onTestFinished, vi } from 'vitest'
import { type RedisBackend, type RedisClient, redisBackend } from '../../src/index.ts'

export const patience = { timeout: 15_000, interval: 20 }

/** A watch that is alive, with what it has told. */
export interface Watched {
  readonly backend: RedisBackend
  readonly watch: Watch
  readonly events: WatchEvent[]
}

/** Watches a prefix, and waits until that works. */
export async function watched(client: RedisClient, prefix: string): Promise<Watched> {
  const backend = redisBackend({ client, prefix })
  onTestFinished(() => backend.close())
  const events: WatchEvent[] = []
  const watch = await backend.watch((event) => void events.push(event))
  await vi.waitFor(() => expect(watch.alive).toBe(true), patience)
  events.length = 0
  return { backend, watch, events }
}

/** Sends commands by one client, and opens the connection that listens as another would. */
export function listeningBy<Client extends RedisClient & { duplicate(): unknown }>(
  client: Client,
  other: Client,
): Client {
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'duplicate') return other.duplicate.bind(other)
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
