import { countRedisCommands } from '@sojourn/test-servers'

/** What clients do by themselves, whenever they like. */
const housekeeping = /^(info|ping|hello|select|role|client\||cluster\||command)/

/**
 * What servers executed meanwhile, by name: what clients sent, and what scripts called. `evalsha` and
 * `eval` are sent only, so that they tell how many round trips the scripts took.
 */
export async function counted(
  urls: readonly string[],
  run: () => Promise<unknown>,
): Promise<Record<string, number>> {
  const counters = await Promise.all(urls.map((url) => countRedisCommands(url)))
  try {
    await run()
    const total = new Map<string, number>()
    for (const counter of counters) {
      for (const [name, calls] of Object.entries(await counter.take())) {
        if (!housekeeping.test(name)) total.set(name, (total.get(name) ?? 0) + calls)
      }
    }
    return Object.fromEntries(total)
  } finally {
    for (const counter of counters) await counter.close()
  }
}
