import { Pool } from 'pg'
import { type FloorSessions, floorLife, newKey } from './floor-sessions.ts'

/** One table, three prepared statements, a pool of the usual size. */
export async function postgresFloor(url: string): Promise<FloorSessions> {
  const pool = new Pool({ connectionString: url })
  pool.on('error', () => {})
  await pool.query('CREATE TABLE sessions ("id" text PRIMARY KEY, "end" bigint, "text" text)')
  const find = 'SELECT "text" FROM sessions WHERE "id" = $1 AND "end" > $2'
  const put = `INSERT INTO sessions ("id", "end", "text") VALUES ($1, $2, $3)
    ON CONFLICT ("id") DO UPDATE SET "end" = excluded."end", "text" = excluded."text"`
  const remove = 'DELETE FROM sessions WHERE "id" = $1'
  return {
    read: async (key) => {
      const { rows } = await pool.query<{ text: string }>({
        name: 'find',
        text: find,
        values: [key, Date.now()],
      })
      return rows[0]?.text
    },
    write: async (key = newKey(), text) => {
      await pool.query({ name: 'put', text: put, values: [key, Date.now() + floorLife, text] })
      return key
    },
    delete: async (key) => void (await pool.query({ name: 'remove', text: remove, values: [key] })),
    close: () => pool.end(),
  }
}
