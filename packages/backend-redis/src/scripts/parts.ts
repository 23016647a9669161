/**
 * `open(key)`: the parts of the record at a key; nil where there is no key. Stops the script at a
 * value that is no record. The form is described in `record/record-text.ts`; its head, with the
 * longest owner, has fewer than 2,048 bytes.
 */
export const openRecord = `
local function open(key)
  local head = redis.call('GETRANGE', key, 0, 2047)
  if head == '' and redis.call('EXISTS', key) == 0 then return nil end
  local time = '(' .. string.rep('%d', 15) .. ')'
  local expires, ends, revision, owner =
    string.match(head, '^1' .. time .. time .. '([%w_-]+)\\n[%w_-]+\\n([^\\n]*)\\n')
  if not expires then error('the value at a session key is no session record') end
  return { expires = expires, ends = ends, revision = revision, owner = owner }
end`

/**
 * `life(untilTime, now)`: milliseconds to keep a key. By the caller's clock, and relative, so that
 * the server's own clock may be anything. Physical expiry only frees memory: readers judge.
 */
export const lifeOf = `
local function life(untilTime, now)
  return math.max(1, math.floor(tonumber(untilTime) - now))
end`

/**
 * `enlist(index, member, ends, now)`: puts a session into the index of its owner, until a day after
 * its absolute end, so that clocks which differ lose nobody. The index lives as long as its last entry.
 */
export const enlist = `
local aDay = 86400000
local function enlist(index, member, ends, now)
  redis.call('ZADD', index, 'GT', tonumber(ends), member)
  local keep = life(ends, now) + aDay
  if redis.call('PTTL', index) < keep then redis.call('PEXPIRE', index, keep) end
end`

/**
 * `delist(owner, member)`: takes a session that is gone out of its owner's index. On a single server
 * only: on a cluster that key lies elsewhere, and \`indexes\` is empty.
 */
export const delist = `
local function delist(indexes, owner, member)
  if indexes == '' or owner == '' then return end
  redis.pcall('ZREM', indexes .. redis.sha1hex(owner) .. '}', member)
end`

/**
 * `tell(publish, own, channel, news)`: tells everybody of a change, the process that made it last. Of
 * all that one script sends, Redis writes first to whom it had something for last. `own` is a channel
 * that only this process listens to, empty where it does not.
 */
export const tell = `
local function tell(publish, own, channel, news)
  if own ~= '' then redis.call(publish, own, '') end
  redis.call(publish, channel, news)
end`

/**
 * `heal(index, start, now)`: forgets ten entries whose absolute end has passed and whose record is
 * gone. Only where records and index change in one step can "not there" mean "not there any more".
 */
export const heal = `
local function heal(index, start, now)
  local old = redis.call('ZRANGE', index, '-inf', now, 'BYSCORE', 'LIMIT', 0, 10)
  for _, member in ipairs(old) do
    if redis.call('EXISTS', start .. member) == 0 then redis.call('ZREM', index, member) end
  end
end`

/**
 * `taken(key, revision)`: nil where the key is free, else whether this very write is what took it: a
 * driver that reconnects may send a command once more.
 */
export const taken = `
local function taken(key, revision)
  if redis.call('EXISTS', key) == 0 then return nil end
  local found = redis.pcall('GETRANGE', key, 31, 30 + #revision + 1)
  return found == revision .. '\\n'
end`
