import { execFileSync } from 'node:child_process'
import { requirePrograms } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import { unprivilegedUser } from '../process/unprivileged-user.ts'

let template: string | undefined

/** A folder with an empty, stopped PostgreSQL in `data`, made once in each process. */
export function postgresTemplate(): string {
  if (template !== undefined) return template
  const [, initdb = ''] = requirePrograms(software.postgres)
  const user = unprivilegedUser('postgres')
  const folder = makeFolder('postgres-template', user)
  const args = ['--pgdata=data', '--username=postgres', '--auth=trust', '--no-sync']
  execFileSync(
    initdb,
    [...args, '--encoding=UTF8', '--locale=C', '--wal-segsize=1', '--no-instructions'],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: 'pipe',
      ...user,
    },
  )
  template = folder
  return folder
}
