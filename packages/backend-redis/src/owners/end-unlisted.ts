import type { Call } from '@sojourn/core'
import type { Driver } from '../client/driver.ts'
import type { Keys } from '../keys/keys.ts'
import { abortable } from '../store/abortable.ts'
import type { Commands } from '../store/commands.ts'
import { listRecords } from '../store/list-records.ts'
import type { Records } from '../store/records.ts'
import { RedisCallError } from '../store/redis-call-error.ts'
import { mayLackKeys, serverInfos } from '../store/server-info.ts'

/** Where sessions of an owner are looked for beside its index. */
export interface Keyspace {
  readonly driver: Driver
  readonly commands: Commands
  readonly records: Records
  readonly keys: Keys
}

/**
 * Ends those sessions of an owner that its index does not name, where Redis drops keys to make room:
 * the index may be among them, and a session that it named must not survive its revocation (R47).
 * Walks over the whole keyspace then, and does nothing elsewhere. How many were ended.
 */
export async function endUnlisted(
  { driver, commands, records, keys }: Keyspace,
  owner: string,
  call: Call & { readonly except?: string },
): Promise<number> {
  const { signal, except } = call
  const asked = (): Promise<boolean> =>
    serverInfos(driver, signal).then((infos) => infos.some(mayLackKeys))
  const lacking = await abortable(signal, asked, Boolean, (error) => new RedisCallError(error))
  if (!lacking) return 0
  let ended = 0
  // Also those that are over by this process's clock: another's may be behind.
  for await (const record of listRecords(commands, records, keys, { ...call, now: 0 })) {
    if (record.owner !== owner || record.id === except) continue
    if ((await records.delete(record.id, owner, call)) !== null) ended++
  }
  return ended
}
