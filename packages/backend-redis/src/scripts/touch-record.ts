import { enlist, lifeOf, openRecord } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Moves the expiry of a record that is live and at its base, in place: the payload is not written.
 * 1: it is there, 0: it is not. Nobody is told: who holds an earlier expiry asks again at that time.
 * An owner's index that Redis has dropped to make room gets its entry again, on a single server.
 *
 * KEYS  the record
 * ARGV  now, base, expiresAt, the index's member, the start of index keys on a single server
 */
export const touchRecord: Script = script(
  'allow-oom',
  openRecord,
  lifeOf,
  enlist,
  `
local key = KEYS[1]
local now, base, expires, member, indexes = tonumber(ARGV[1]), unpack(ARGV, 2)

local old = open(key)
if not old or tonumber(old.expires) <= now or old.revision ~= base then return 0 end
if expires > old.expires then
  redis.call('SETRANGE', key, 1, expires)
  redis.call('PEXPIRE', key, life(expires, now))
  if indexes ~= '' and old.owner ~= '' then
    local index = indexes .. redis.sha1hex(old.owner) .. '}'
    if not redis.pcall('ZSCORE', index, member) then enlist(index, member, old.ends, now) end
  end
end
return 1`,
)
