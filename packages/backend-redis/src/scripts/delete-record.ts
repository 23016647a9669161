import { delist, openRecord, tell } from './parts.ts'
import { type Script, script } from './script.ts'

/**
 * Removes a record, whatever is in it. Its owner line where there was one, else nil.
 *
 * KEYS  the record
 * ARGV  the owner line that it must have, or '' for any; the index's member, the start of index keys
 *       on a single server, PUBLISH or SPUBLISH, own channel or '', channel, id
 */
export const deleteRecord: Script = script(
  'allow-oom',
  openRecord,
  delist,
  tell,
  `
local key = KEYS[1]
local only, member, indexes, publish, own, channel, id = unpack(ARGV)

-- A value that is no record signs nobody in; it goes as well, and so nobody asks whose it was.
local readable, old = pcall(open, key)
if readable and not old then return nil end
if readable and only ~= '' and old.owner ~= only then return nil end
redis.call('DEL', key)
local owner = readable and old.owner or ''
delist(indexes, owner, member)
tell(publish, own, channel, id)
return owner`,
)
