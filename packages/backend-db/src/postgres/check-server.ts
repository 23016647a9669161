import type { Problem } from '@sojourn/core'
import type { Session } from './session.ts'

/** What is wrong with the database, or with the rights of its user, whatever the table looks like. */
export async function serverProblems(
  session: Session,
  table: string,
  label: string,
): Promise<Problem[]> {
  const { rows } = await session.run(
    `SELECT current_setting('server_encoding'), current_setting('transaction_read_only'),
        pg_is_in_recovery()::text, relpersistence::text,
        has_table_privilege(oid, 'SELECT')::text, has_table_privilege(oid, 'INSERT')::text,
        has_table_privilege(oid, 'UPDATE')::text, has_table_privilege(oid, 'DELETE')::text
      FROM (SELECT 1) one LEFT JOIN pg_class ON pg_class.oid = to_regclass($1)`,
    [table],
  )
  const [encoding, isReadOnly, isStandby, persistence, ...granted] = rows[0] ?? []
  const problems: Problem[] = []
  if (encoding !== 'UTF8') {
    const what = `The database has the encoding ${String(encoding)}, which cannot hold every text.`
    problems.push({ what, fix: "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0" })
  }
  if (isStandby === 'true') {
    const fix = 'Connect to the primary: target_session_attrs, or the writer address of your cloud.'
    problems.push({ what: 'The server is a standby, which takes no writes.', fix })
  } else if (isReadOnly === 'on') {
    const fix = 'Connect with default_transaction_read_only = off.'
    problems.push({ what: 'The connection is read-only.', fix })
  }
  if (persistence === 'u') {
    const what = `The table ${label} is unlogged: a crash of the server ends every session.`
    problems.push({ what, fix: `ALTER TABLE ${table} SET LOGGED` })
  }
  for (const [index, privilege] of ['SELECT', 'INSERT', 'UPDATE', 'DELETE'].entries()) {
    if (granted[index] === 'false') {
      const fix = `GRANT ${privilege} ON ${table} TO …`
      problems.push({ what: `The database user has no right to ${privilege} on ${label}.`, fix })
    }
  }
  return problems
}
