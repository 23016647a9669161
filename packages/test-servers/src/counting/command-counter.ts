/** What a server has executed since it was last asked. */
export interface CommandCounter {
  /** How often each command was executed since the start, or since the last `take`. */
  take(): Promise<Record<string, number>>
  close(): Promise<void>
}

/** What has grown, and by how much, in the order of the names. */
export function difference(
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Record<string, number> {
  const grown = [...now]
    .map(([name, count]): [string, number] => [name, count - (before.get(name) ?? 0)])
    .filter(([, count]) => count !== 0)
  return Object.fromEntries(grown.sort(([one], [other]) => (one < other ? -1 : 1)))
}
