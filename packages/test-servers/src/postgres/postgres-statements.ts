import { readFileSync } from 'node:fs'
import type { Server } from '../process/server.ts'
import { statementMark } from './start-postgres.ts'

/** What a PostgreSQL was told to execute since it was last asked. */
export interface StatementLog {
  /** The statements since the start, or since the last `take`, in order; `BEGIN` and its like are among them. */
  take(database?: string): string[]
}

/**
 * Reads the statements that a server of `startPostgres({ logStatements: true })` executes: each time one is
 * executed counts, prepared or not. The server writes it down before it executes it.
 */
export function postgresStatements(server: Server): StatementLog {
  let position = readFileSync(server.logFile).length
  return {
    take: (database) => {
      const log = readFileSync(server.logFile).subarray(position)
      position += log.length
      return log
        .toString('utf8')
        .split(`\n${statementMark}`)
        .flatMap((entry) => statementOf(entry, database) ?? [])
    },
  }
}

/** An entry is `<database><mark>LOG:  statement: <text>`; further lines of the text are indented by a tab. */
function statementOf(entry: string, database: string | undefined): string | undefined {
  const [origin = '', ...rest] = entry.split(statementMark).filter((part) => part !== '')
  if (database !== undefined && origin !== database) return undefined
  const message = rest.join(statementMark)
  const found = /^LOG: {2}(?:statement|execute [^:]*): ([\s\S]*)$/.exec(message)
  return found?.[1]?.trimEnd().replaceAll('\n\t', '\n')
}
