import { lifeOf, openRecord } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Moves the expiry of a record that is live and at its base, in place: the payload is not written.
 * 1: it is there, 0: it is not. Nobody is told: who holds an earlier expiry asks again at that time.
 *
 * KEYS  the record
 * ARGV  now, base, expiresAt
 */
export const touchRecord: Script = script(
  'allow-oom',
  openRecord,
  lifeOf,
  `
local key = KEYS[1]
local now, base, expires = tonumber(ARGV[1]), ARGV[2], ARGV[3]

local old = open(key)
if not old or tonumber(old.expires) <= now or old.revision ~= base then return 0 end
if expires > old.expires then
  redis.call('SETRANGE', key, 1, expires)
  redis.call('PEXPIRE', key, life(expires, now))
end
return 1`,
)
