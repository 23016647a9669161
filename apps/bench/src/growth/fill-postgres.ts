import { dbBackend, postgres } from '@sojourn/backend-db'
import { Pool } from 'pg'
import type { FilledStore } from './filled-store.ts'
import { copyIdSql, templateOn } from './template.ts'

/** The PostgreSQL backend; copies are made by the server. */
export async function filledPostgres(url: string, table: string): Promise<FilledStore> {
  const pool = new Pool({ connectionString: url })
  pool.on('error', () => {})
  const template = await templateOn(dbBackend(postgres({ pool, table })))
  return {
    ...template,
    width: 32,
    fill: async (from, to) => {
      await pool.query(
        `INSERT INTO ${table} (id, revision, owner, expires_at, ends_at, payload)
          SELECT ${copyIdSql}, revision, owner, expires_at, ends_at, payload
          FROM ${table}, generate_series(${from}, ${to - 1}) AS i WHERE id = $1`,
        [template.record.id],
      )
      await pool.query(`VACUUM ANALYZE ${table}`)
    },
    close: async () => {
      await template.sessions.close()
      await pool.end()
    },
  }
}
