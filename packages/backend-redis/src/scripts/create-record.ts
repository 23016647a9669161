import { enlist, heal, lifeOf, taken } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Stores a record under a free id, its owner's index first. 1: done. 0: the id is taken.
 *
 * KEYS  the record; the owner's index, if it is to be written here
 * ARGV  now, expiresAt, endsAt, revision, the value's tail, the index's member, the keys' start
 */
export const createRecord: Script = script(
  '',
  lifeOf,
  enlist,
  heal,
  taken,
  `
local record, index = KEYS[1], KEYS[2]
local now, expires, ends, revision, tail, member, start = tonumber(ARGV[1]), unpack(ARGV, 2)

local ours = taken(record, revision)
if ours ~= nil then return ours and 1 or 0 end
if index then
  heal(index, start, now)
  enlist(index, member, ends, now)
end
redis.call('SET', record, '1' .. expires .. ends .. tail, 'PX', life(expires, now))
return 1`,
)
