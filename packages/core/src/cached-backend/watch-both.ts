import type { SessionBackend, Watch, WatchEvent } from '../backend.ts'
import type { CacheKeys } from './cache-keys.ts'

type Listener = (event: WatchEvent) => void

/**
 * Tells of a change when the cache was told of it, which is when reads find it; and, where the
 * database tells too, also of those that the cache has missed. Alive while both are.
 */
export async function watchBoth(
  source: SessionBackend,
  watchCache: (listener: Listener) => Promise<Watch>,
  keys: CacheKeys,
  listener: Listener,
): Promise<Watch> {
  const opened: Watch[] = []
  try {
    opened.push(await watchCache((event) => listener(ofSession(event, keys))))
    const ofSource = await source.watch?.(listener)
    if (ofSource) opened.push(ofSource)
  } catch (error) {
    await closeAll(opened)
    throw error
  }
  return {
    get alive() {
      return opened.every((watch) => watch.alive)
    },
    close: () => closeAll(opened),
  }
}

/** A copy has the revision of its record; a tombstone's is nobody's, and says that something has changed. */
function ofSession(event: WatchEvent, keys: CacheKeys): WatchEvent {
  const { id } = event
  return id !== null && keys.isId(id) ? { ...event, id: keys.swap(id) } : { id: null }
}

async function closeAll(watches: readonly Watch[]): Promise<void> {
  for (const watch of watches) await watch.close()
}
