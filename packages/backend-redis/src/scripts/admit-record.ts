import { enlist, lifeOf, openRecord, taken } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Stores a record where its owner has a place, on a single server. The ids that were evicted for it;
 * 0 where there is no place; 1 where the id is taken.
 *
 * KEYS  the record, the owner's index
 * ARGV  now, expiresAt, endsAt, revision, owner line, the value's tail, the index's member, the
 *       keys' start, how many may live, '1' to evict, channel
 */
export const admitRecord: Script = script(
  '',
  openRecord,
  lifeOf,
  enlist,
  taken,
  `
local record, index = KEYS[1], KEYS[2]
local now, expires, ends, revision, owner, tail, member, start, max, evict, channel =
  tonumber(ARGV[1]), unpack(ARGV, 2)

local ours = taken(record, revision)
if ours ~= nil then return ours and {} or 1 end

-- Who lives, the earliest absolute end first. The rest leaves the index.
local living = {}
for _, each in ipairs(redis.call('ZRANGE', index, 0, -1)) do
  local readable, found = pcall(open, start .. each)
  if not readable or not found or found.owner ~= owner then
    redis.call('ZREM', index, each)
  elseif tonumber(found.expires) > now then
    living[#living + 1] = each
  end
end

local places = tonumber(max)
if #living >= places and evict ~= '1' then return 0 end
local evicted = {}
for n = 1, #living - places + 1 do
  redis.call('DEL', start .. living[n])
  redis.call('ZREM', index, living[n])
  local id = string.match(living[n], '}(.*)$')
  redis.call('PUBLISH', channel, id)
  evicted[n] = id
end
enlist(index, member, ends, now)
redis.call('SET', record, '1' .. expires .. ends .. tail, 'PX', life(expires, now))
return evicted`,
)
