import { delist, enlist, heal, lifeOf, openRecord, tell } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Replaces a record that is live and at its base. 1: done. 0: gone. Else the newer value.
 *
 * KEYS  the record; its new owner's index, if it is to be written here
 * ARGV  now, base, expiresAt, endsAt, '1' to shorten, revision, owner, the value's tail, the index's
 *       member, the keys' start, the start of index keys on a single server, PUBLISH or SPUBLISH,
 *       own channel or '', channel, id
 */
export const updateRecord: Script = script(
  '',
  openRecord,
  lifeOf,
  enlist,
  delist,
  heal,
  tell,
  `
local key, index = KEYS[1], KEYS[2]
local now, base, expires, ends, shorten, revision, owner, tail, member, start, indexes, publish, own, channel, id =
  tonumber(ARGV[1]), unpack(ARGV, 2)

local old = open(key)
if not old or tonumber(old.expires) <= now then return 0 end
if old.revision ~= base then
  -- Our own: the answer to a first try was lost, and the driver sent it again.
  if old.revision == revision then return 1 end
  return redis.call('GET', key)
end

-- Times are of equal length: the later one is the greater text.
if shorten ~= '1' then
  if old.expires > expires then expires = old.expires end
  if expires > ends then expires = ends end
end
-- Missing where Redis has dropped the index to make room: then it is written anew.
local listed = index and owner == old.owner and ends <= old.ends and redis.call('ZSCORE', index, member)
if index and not listed then
  heal(index, start, now)
  enlist(index, member, ends, now)
end
redis.call('SET', key, '1' .. expires .. ends .. tail, 'PX', life(expires, now))
if owner ~= old.owner then delist(indexes, old.owner, member) end
tell(publish, own, channel, id .. ':' .. revision)
return 1`,
)
