import { openRecord } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Removes some of an owner's records, on a single server. How many, and how many entries are left.
 *
 * KEYS  the owner's index
 * ARGV  owner line, the member to keep, the keys' start, most entries to look at, channel
 */
export const deleteOwned: Script = script(
  'allow-oom',
  openRecord,
  `
local index = KEYS[1]
local owner, except, start, limit, channel = unpack(ARGV)

local deleted, kept = 0, 0
for _, member in ipairs(redis.call('ZRANGE', index, 0, limit)) do
  if member == except then
    kept = 1
  else
    local key = start .. member
    local readable, record = pcall(open, key)
    if not readable or (record and record.owner == owner) then
      deleted = deleted + redis.call('DEL', key)
      redis.call('PUBLISH', channel, string.match(member, '}(.*)$') or '*')
    end
    redis.call('ZREM', index, member)
  end
end
return { deleted, redis.call('ZCARD', index) - kept }`,
)
