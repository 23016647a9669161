import type { Problem } from '@sojourn/core'
import type { Driver } from '../client/driver.ts'
import { evictionPolicy, type ServerInfo, serverInfos } from './server-info.ts'

const oldest = 7

/** What is wrong with the servers behind a client, by their own INFO. */
export async function checkServer(driver: Driver): Promise<Problem[]> {
  return (await serverInfos(driver)).flatMap(problemsOf)
}

function problemsOf(info: ServerInfo): Problem[] {
  const problems: Problem[] = []
  const version = info.get('redis_version') ?? ''
  if (Number.parseInt(version, 10) < oldest) {
    problems.push({
      what: `The server is Redis ${version}.`,
      fix: 'Use Redis 7.0 or newer, or any Valkey.',
    })
  }
  const policy = evictionPolicy(info)
  if (policy !== undefined) {
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
