import { type Script, script } from './script.ts'

/**
 * Takes entries out of an owner's index whose records are gone, on a single server: there a record and
 * its entry are written in one step, so that none can be about to come.
 *
 * KEYS  the owner's index
 * ARGV  the keys' start, then members
 */
export const forgetMissing: Script = script(
  'allow-oom',
  `
for n = 2, #ARGV do
  if redis.call('EXISTS', ARGV[1] .. ARGV[n]) == 0 then redis.call('ZREM', KEYS[1], ARGV[n]) end
end
return 0`,
)
