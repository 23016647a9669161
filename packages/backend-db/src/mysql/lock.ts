import type { Session } from './session.ts'

/**
 * How long the server waits for a named lock at a time, in seconds. A call that was aborted leaves
 * nobody there to tell it.
 */
const patience = 2

/**
 * Runs work while this connection holds a named lock. The server takes it back by itself when the
 * connection ends, however that may be. Names are one for all databases of a server: ours goes in.
 */
export async function withLock<Result>(
  session: Session,
  name: string,
  work: () => Promise<Result>,
): Promise<Result> {
  while (!(await isTaken(session, name)));
  try {
    return await work()
  } finally {
    await session.rows('SELECT RELEASE_LOCK(SHA1(CONCAT(DATABASE(), ?)))', [name])
  }
}

async function isTaken(session: Session, name: string): Promise<boolean> {
  const sql = 'SELECT GET_LOCK(SHA1(CONCAT(DATABASE(), ?)), ?)'
  const [row] = await session.rows(sql, [name, patience])
  const answer = row?.[0]
  if (answer === null || answer === undefined) throw new Error('MySQL gave no lock')
  return Number(answer) === 1
}
