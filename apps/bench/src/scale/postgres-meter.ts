import { readdirSync, readFileSync } from 'node:fs'
import type { Server } from '@sojourn/test-servers'
import { Client } from 'pg'
import type { Meter } from './store-inputs.ts'

/** Microseconds of one tick in which Linux counts processor time. */
const tick = 10_000

/** What a PostgreSQL says of itself, and Linux of its processes. */
export function postgresMeter(server: Server): Meter {
  return {
    held: async () => {
      const client = new Client(server.url)
      await client.connect()
      try {
        const { rows } = await client.query(
          `SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS bytes FROM pg_class
            WHERE relname = 'sojourn_sessions'`,
        )
        return Number(rows[0]?.bytes)
      } finally {
        await client.end()
      }
    },
    cpu: async () => tick * ticksOf(server.pid),
    traffic: async () => Number.NaN,
  }
}

/** Of the process and its children, those that have ended included. Nothing but Linux tells. */
function ticksOf(pid: number): number {
  let entries: string[]
  try {
    entries = readdirSync('/proc')
  } catch {
    return Number.NaN
  }
  return entries
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(name))
    .filter((stat) => stat !== undefined && (stat.pid === pid || stat.parent === pid))
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0)
}

function statOf(name: string): { pid: number; parent: number; ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8')
    // The second field is a name in brackets, which may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [, parent = 0] = fields
    // utime, stime, and those of the children that have ended.
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0)
    return { pid: Number(name), parent, ticks }
  } catch {
    return undefined
  }
}
