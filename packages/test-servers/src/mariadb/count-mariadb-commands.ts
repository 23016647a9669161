import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise'
import { type CommandCounter, difference } from '../counting/command-counter.ts'

/**
 * Counts what all clients of a MariaDB have it execute, from its status: `Questions` are the statements sent,
 * `Com_select`, `Com_update` and so on their kinds. Ask a server of your own.
 */
export async function countMariadbCommands(url: string): Promise<CommandCounter> {
  const connection = await createConnection(url)
  let before = await status(connection)
  return {
    take: async () => {
      const now = await status(connection)
      // A snapshot counts itself.
      for (const name of ['Questions', 'Com_show_status']) {
        before.set(name, (before.get(name) ?? 0) + 1)
      }
      const counts = difference(before, now)
      before = now
      return counts
    },
    close: () => connection.end(),
  }
}

async function status(connection: Connection): Promise<Map<string, number>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    "SHOW GLOBAL STATUS WHERE Variable_name LIKE 'Com\\_%' OR Variable_name = 'Questions'",
  )
  return new Map(rows.map((row) => [String(row['Variable_name']), Number(row['Value'])]))
}
