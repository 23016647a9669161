import type { Problem } from '@sojourn/core'
import type { Session } from './session.ts'

/** What is wrong with the settings of the connection, or of the server. */
export async function serverProblems(session: Session): Promise<Problem[]> {
  const [row] = await session.rows(
    'SELECT @@SESSION.sql_mode, @@SESSION.autocommit, @@GLOBAL.read_only, @@GLOBAL.max_allowed_packet',
    [],
  )
  const [mode, autocommit, readOnly, packet] = row ?? []
  const problems: Problem[] = []
  if (!/STRICT_(TRANS|ALL)_TABLES/.test(String(mode))) {
    problems.push({
      what: 'The sql_mode is not strict: the server shortens what does not fit, and says nothing.',
      fix: "SET GLOBAL sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')",
    })
  }
  if (Number(autocommit) !== 1) {
    const fix = 'Connect with autocommit = 1.'
    problems.push({ what: 'The connection does not commit by itself: no change would stay.', fix })
  }
  if (Number(readOnly) !== 0) {
    const fix = 'Connect to the primary, or SET GLOBAL read_only = 0.'
    problems.push({ what: 'The server is read-only.', fix })
  }
  if (Number(packet) < 4_194_304) {
    problems.push({
      what: `max_allowed_packet is ${String(packet)} bytes: a large session would be refused.`,
      fix: 'SET GLOBAL max_allowed_packet = 16777216',
    })
  }
  return problems
}
