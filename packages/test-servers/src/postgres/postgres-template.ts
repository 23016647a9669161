import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { requirePrograms } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import { unprivilegedUser } from '../process/unprivileged-user.ts'
import { askHost } from '../shared/ask-host.ts'

let template: Promise<string> | undefined

/** A folder with an empty, stopped PostgreSQL in `data`, made once in each test run. */
export function postgresTemplate(): Promise<string> {
  template ??= askHost('postgres-template').then((folder) => folder ?? makePostgresTemplate())
  return template
}

/** Makes such a folder. */
export async function makePostgresTemplate(): Promise<string> {
  const [, initdb = ''] = requirePrograms(software.postgres)
  const user = unprivilegedUser('postgres')
  const folder = makeFolder('postgres-template', user)
  const args = ['--pgdata=data', '--username=postgres', '--auth=trust', '--no-sync']
  await promisify(execFile)(initdb, [...args, '--encoding=UTF8', '--locale=C', '--wal-segsize=1'], {
    cwd: folder,
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    ...user,
  })
  return folder
}
