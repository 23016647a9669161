import { findPrograms } from './find-programs.ts'
import { installSoftware } from './install-software.ts'
import { type Software, software } from './software.ts'

/** What tests start, and where the environment may name a running one instead. */
const servers: readonly { readonly needed: Software; readonly variable: string }[] = [
  { needed: software.redis, variable: 'REDIS_URL' },
  { needed: software.postgres, variable: 'POSTGRES_URL' },
  { needed: software.mariadb, variable: 'MYSQL_URL' },
]

/**
 * Sees to it that Redis, PostgreSQL and MariaDB can be started on this machine, and installs what is missing.
 * Throws what to install if that is not possible; of a server that the environment names, it only warns, for
 * most tests can do without another.
 */
export function ensureServers(): void {
  const missing = servers.filter(({ needed }) => findPrograms(needed) === undefined)
  if (missing.length === 0) return
  try {
    installSoftware(missing.map(({ needed }) => needed))
  } catch (error) {
    if (missing.some(({ variable }) => !process.env[variable])) throw error
    console.warn(`${messageOf(error)} The tests that disturb servers will fail without.`)
  }
}

/** Sees to it that nginx can be started on this machine. */
export function ensureNginx(): void {
  if (findPrograms(software.nginx) === undefined) installSoftware([software.nginx])
}

/** The path of a Chromium or Chrome, installed if need be; `CHROMIUM_PATH` names one elsewhere. */
export function ensureChromium(): string {
  const given = process.env['CHROMIUM_PATH']
  if (given) return given
  const [found] = findPrograms(software.chromium) ?? []
  if (found !== undefined) return found
  installSoftware([software.chromium])
  const [installed] = findPrograms(software.chromium) ?? []
  if (installed === undefined)
    throw new Error('apt-get has installed no Chromium that could be found')
  return installed
}

/** The sentence that an error is about. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
