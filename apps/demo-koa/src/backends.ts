import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { dbBackend, sqlite } from '@sojourn/backend-db'
import { memoryBackend } from '@sojourn/backend-memory'
import type { SessionBackend } from '@sojourn/core'

/** A place for sessions that the demo can run on. */
interface DemoBackend {
  /** As the page calls it. */
  readonly label: string
  /** Whether sessions survive a restart of the server, which `--check` is about. */
  readonly survivesRestart: boolean
  open(folder: string): SessionBackend
}

/** The values of `--backend`. */
export const backends = {
  sqlite: {
    label: 'SQLite',
    survivesRestart: true,
    open: (folder) => {
      mkdirSync(folder, { recursive: true })
      return dbBackend(sqlite({ path: join(folder, 'sessions.db') }))
    },
  },
  memory: {
    label: 'memory',
    survivesRestart: false,
    open: () => memoryBackend(),
  },
} satisfies Record<string, DemoBackend>

export type BackendName = keyof typeof backends

export function isBackendName(name: string): name is BackendName {
  return Object.hasOwn(backends, name)
}
