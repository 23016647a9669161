import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { requirePrograms } from '../machine/find-programs.ts'
import { software } from '../machine/software.ts'
import { makeFolder } from '../process/temporary-folder.ts'
import { type User, unprivilegedUser } from '../process/unprivileged-user.ts'
import { askHost } from '../shared/ask-host.ts'

/** The user that every MariaDB of ours has, beside `root`. */
export const mariadbUser = 'sojourn'

/** The database that every MariaDB of ours has. */
export const mariadbDatabase = 'sojourn'

/** Small files: they are copied for every server. */
export const mariadbFiles: readonly string[] = [
  'innodb_log_file_size = 8M',
  'innodb_data_file_path = ibdata1:4M:autoextend',
]

let template: Promise<string> | undefined

/** Whom MariaDB runs as: not root. */
export function mariadbOwner(): User | undefined {
  return unprivilegedUser('mysql')
}

/** A folder with an empty, stopped MariaDB in `data`, made once in each test run. */
export function mariadbTemplate(): Promise<string> {
  template ??= askHost('mariadb-template').then((folder) => folder ?? makeMariadbTemplate())
  return template
}

/** Makes such a folder. */
export async function makeMariadbTemplate(): Promise<string> {
  const [, install = ''] = requirePrograms(software.mariadb)
  const user = mariadbOwner()
  const folder = makeFolder('mariadb-template', user)
  writeFileSync(join(folder, 'my.cnf'), `${['[mysqld]', ...mariadbFiles].join('\n')}\n`)
  writeFileSync(
    join(folder, 'users.sql'),
    [
      // The set-up runs without rights; this reads them.
      'FLUSH PRIVILEGES;',
      `CREATE DATABASE ${mariadbDatabase};`,
      `CREATE USER ${mariadbUser}@'%';`,
      `GRANT ALL ON *.* TO ${mariadbUser}@'%' WITH GRANT OPTION;`,
      '',
    ].join('\n'),
  )
  const args = [`--defaults-file=${join(folder, 'my.cnf')}`, `--datadir=${join(folder, 'data')}`]
  await promisify(execFile)(
    install,
    [...args, '--skip-test-db', '--skip-name-resolve', `--extra-file=${join(folder, 'users.sql')}`],
    { cwd: folder, ...user },
  )
  return folder
}
