import { type Script, script } from './script.ts'

/**
 * Gives a lock back, if it is still held.
 *
 * KEYS  the lock
 * ARGV  its holder
 */
export const releaseLock: Script = script(
  'allow-oom',
  `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`,
)
