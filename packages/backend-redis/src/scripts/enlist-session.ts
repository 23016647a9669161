import { enlist, lifeOf } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Puts a session into its owner's index, on a cluster: before the session itself is written. An entry
 * leaves when its record was seen deleted, or a day after its absolute end.
 *
 * KEYS  the owner's index; the lock that must still be held, if there is one
 * ARGV  now, endsAt, the index's member, the lock's holder
 */
export const enlistSession: Script = script(
  '',
  lifeOf,
  enlist,
  `
local index, lock = KEYS[1], KEYS[2]
local now, ends, member, holder = tonumber(ARGV[1]), unpack(ARGV, 2)

if lock and redis.call('GET', lock) ~= holder then return 0 end
redis.call('ZREMRANGEBYSCORE', index, '-inf', now - aDay)
enlist(index, member, ends, now)
return 1`,
)
