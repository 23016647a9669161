import type { Session } from './session.ts'

/** How long the server waits for a named lock, in seconds; a call's own deadline comes first. */
const patience = 60

/**
 * Runs work while this connection holds a named lock. The server takes it back by itself when the
 * connection ends, however that may be. Names are one for all databases of a server: ours goes in.
 */
export async function withLock<Result>(
  session: Session,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const [row] = await session.rows('SELECT GET_LOCK(SHA1(CONCAT(DATABASE(), ?)), ?)', [
    name,
    patience,
  ])
  if (Number(row?.[0]) !== 1) throw new Error('MySQL did not give the lock in time')
  try {
    return await work()
  } finally {
    await session.rows('SELECT RELEASE_LOCK(SHA1(CONCAT(DATABASE(), ?)))', [name])
  }
}
