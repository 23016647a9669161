import type { Keys } from '../keys/keys.ts'
import { tagOf } from '../keys/tags.ts'
import { forgetMissing } from '../scripts/forget-missing.ts'
import { removeKeys } from '../scripts/remove-keys.ts'
import type { Commands } from './commands.ts'

const removedAtOnce = 500

/**
 * Removes every record of the prefix, a page of the keyspace at a time, then what they leave in the
 * indexes of their owners. An index is never removed as a whole: it may name a session that begins
 * meanwhile. On a cluster, where that cannot be told, the entries expire.
 */
export async function clearKeys(
  commands: Commands,
  keys: Keys,
  clustered: boolean,
  signal: AbortSignal,
): Promise<void> {
  for await (const page of commands.scan(keys.pattern, signal)) {
    const found = page.filter((key) => keys.kindOf(key) === 'record')
    for (const group of clustered ? byTag(found, keys) : inParts(found)) {
      const [first, ...rest] = group
      if (first === undefined) continue
      const id = keys.idOf(first.slice(keys.start.length)) ?? ''
      const news = clustered ? ['SPUBLISH', keys.shard(tagOf(id))] : ['PUBLISH', keys.changes]
      await commands.run(removeKeys, [first, ...rest], news, signal)
    }
  }
  if (!clustered) await clearIndexes(commands, keys, signal)
}

async function clearIndexes(commands: Commands, keys: Keys, signal: AbortSignal): Promise<void> {
  for await (const page of commands.scan(keys.pattern, signal)) {
    for (const index of page.filter((key) => keys.kindOf(key) === 'owner')) {
      for await (const members of commands.scanIndex(index, signal)) {
        await commands.run(forgetMissing, [index], [keys.start, ...members], signal)
      }
    }
  }
}

function byTag(found: readonly string[], keys: Keys): string[][] {
  const groups = new Map<string, string[]>()
  for (const key of found) {
    const tag = key.slice(keys.start.length, key.indexOf('}'))
    groups.set(tag, [...(groups.get(tag) ?? []), key])
  }
  return [...groups.values()]
}

function inParts(found: readonly string[]): string[][] {
  const parts: string[][] = []
  for (let start = 0; start < found.length; start += removedAtOnce) {
    parts.push(found.slice(start, start + removedAtOnce))
  }
  return parts
}
