import { type Script, script } from './script.ts'

/**
 * Removes keys, and says that any record may have changed.
 *
 * KEYS  those, in one slot
 * ARGV  PUBLISH or SPUBLISH, channel
 */
export const removeKeys: Script = script(
  'allow-oom',
  `
redis.call('UNLINK', unpack(KEYS))
return redis.call(ARGV[1], ARGV[2], '*')`,
)
