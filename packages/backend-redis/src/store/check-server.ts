import type { Problem } from '@sojourn/core'
import type { Driver } from '../client/driver.ts'

const oldest = 7

/** What is wrong with the servers behind a client, by their own INFO. */
export async function checkServer(driver: Driver): Promise<Problem[]> {
  const found: Problem[] = []
  for (const primary of await driver.primaries()) {
    const info = infoOf(await primary.send(['INFO']))
    found.push(...problemsOf(info))
  }
  return found
}

function problemsOf(info: ReadonlyMap<string, string>): Problem[] {
  const problems: Problem[] = []
  const version = info.get('redis_version') ?? ''
  if (Number.parseInt(version, 10) < oldest) {
    problems.push({
      what: `The server is Redis ${version}.`,
      fix: 'Use Redis 7.0 or newer, or any Valkey.',
    })
  }
  const policy = info.get('maxmemory_policy') ?? ''
  if (policy !== 'noeviction' && policy !== '' && info.get('maxmemory') !== '0') {
    problems.push({
      what: `When memory is full, Redis may drop live sessions, and the index by which a user's sessions are ended (maxmemory-policy ${policy}).`,
      fix: 'Set maxmemory-policy to noeviction, or give sessions a Redis of their own.',
    })
  }
  if (info.get('role') === 'slave') {
    problems.push({
      what: 'The client is connected to a replica, which takes no writes.',
      fix: 'Connect to the primary, or through Sentinel.',
    })
  }
  return problems
}

function infoOf(reply: unknown): ReadonlyMap<string, string> {
  const lines = String(reply).split(/\r?\n/)
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)]
    }),
  )
}
