import type { SessionBackend } from '@sojourn/core'
import { driverOf } from './client/driver-of.ts'
import { Keys } from './keys/keys.ts'
import { type RedisBackendOptions, resolvePrefix } from './options.ts'
import { ClusterOwners } from './owners/cluster-owners.ts'
import { endUnlisted } from './owners/end-unlisted.ts'
import { SingleOwners } from './owners/single-owners.ts'
import { checkServer } from './store/check-server.ts'
import { clearKeys } from './store/clear-keys.ts'
import { Commands } from './store/commands.ts'
import { listRecords } from './store/list-records.ts'
import { Records } from './store/records.ts'
import { ChangeWatch } from './watch/change-watch.ts'

/** What {@link redisBackend} returns: every power but `deleteExpired` and `migrate`, which Redis does not need. */
export type RedisBackend = SessionBackend &
  Required<
    Pick<SessionBackend, 'list' | 'listByOwner' | 'deleteByOwner' | 'admit' | 'watch' | 'check'>
  >

/**
 * Sessions in Redis 7 or newer, or Valkey: `redisBackend({ client })` with a connected client of
 * node-redis or ioredis. Throws `ConfigurationError` for a client or a prefix that cannot be used.
 */
export function redisBackend(options: RedisBackendOptions): RedisBackend {
  const prefix = resolvePrefix(options)
  const driver = driverOf(options.client)
  const keys = new Keys(prefix)
  const commands = new Commands(driver)
  const watches = new Set<ChangeWatch>()
  const records = new Records(commands, keys, driver.clustered, watches)
  const owners = driver.clustered
    ? new ClusterOwners(commands, records, keys)
    : new SingleOwners(commands, records, keys)

  return {
    name: 'redis',
    ...(driver.target === undefined ? {} : { target: `${driver.target}#${prefix}` }),
    create: (record, call) => owners.create(record, call),
    read: (id, call) => owners.read(id, call),
    update: (record, base, call) => owners.update(record, base, call),
    touch: (id, expiresAt, base, call) => records.touch(id, expiresAt, base, call),
    delete: (id, call) => owners.delete(id, call),
    clear: ({ signal }) => clearKeys(commands, keys, driver.clustered, signal),
    close: async () => {
      for (const watch of watches) await watch.close()
      watches.clear()
    },
    list: (call) => listRecords(commands, records, keys, call),
    listByOwner: (owner, call) => owners.listByOwner(owner, call),
    deleteByOwner: async (owner, call) => {
      const ended = await owners.deleteByOwner(owner, call)
      return ended + (await endUnlisted({ driver, commands, records, keys }, owner, call))
    },
    admit: (record, call) => owners.admit(record, call),
    watch: async (listener) => {
      const watch = new ChangeWatch(driver, keys, listener)
      watches.add(watch)
      await watch.connect()
      return watch
    },
    check: () => checkServer(driver),
  }
}
