import type { Driver } from '../client/driver.ts'

/** What a server says of itself: the lines of its INFO, by name. */
export type ServerInfo = ReadonlyMap<string, string>

/** The INFO of every primary. */
export async function serverInfos(driver: Driver, signal?: AbortSignal): Promise<ServerInfo[]> {
  const primaries = await driver.primaries()
  return Promise.all(primaries.map(async (primary) => infoOf(await primary.send(['INFO'], signal))))
}

/** The policy by which a server drops keys when its memory is full, or `undefined` where it drops none. */
export function evictionPolicy(info: ServerInfo): string | undefined {
  const policy = info.get('maxmemory_policy') ?? ''
  const isOff = policy === 'noeviction' || policy === '' || info.get('maxmemory') === '0'
  return isOff ? undefined : policy
}

/** Whether a server has dropped keys since it was started, or may do so. */
export function mayLackKeys(info: ServerInfo): boolean {
  return evictionPolicy(info) !== undefined || Number(info.get('evicted_keys') ?? 0) > 0
}

function infoOf(reply: unknown): ServerInfo {
  const lines = String(reply).split(/\r?\n/)
  return new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, Math.max(colon, 0)), line.slice(colon + 1)]
    }),
  )
}
