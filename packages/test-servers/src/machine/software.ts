/** Something that the machine must have, and how to get it. */
export interface Software {
  readonly name: string
  /** The programs that it consists of; each may have several names. */
  readonly programs: readonly (readonly string[])[]
  /** Where programs are that no path leads to; `*` is a version. */
  readonly folders: readonly string[]
  /** The package of Debian and Ubuntu. */
  readonly package: string
}

/** Everything that tests and benchmarks start. */
export const software: Readonly<
  Record<'redis' | 'postgres' | 'mariadb' | 'nginx' | 'chromium', Software>
> = {
  redis: {
    name: 'Redis',
    programs: [['redis-server', 'valkey-server']],
    folders: [],
    package: 'redis-server',
  },
  postgres: {
    name: 'PostgreSQL',
    programs: [['postgres'], ['initdb']],
    folders: [
      '/usr/lib/postgresql/*/bin',
      '/usr/pgsql-*/bin',
      '/opt/homebrew/opt/postgresql@*/bin',
    ],
    package: 'postgresql',
  },
  mariadb: {
    name: 'MariaDB',
    programs: [['mariadbd'], ['mariadb-install-db']],
    folders: [],
    package: 'mariadb-server',
  },
  nginx: {
    name: 'nginx',
    programs: [['nginx']],
    folders: [],
    package: 'nginx',
  },
  chromium: {
    name: 'Chromium',
    programs: [['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']],
    folders: [
      '/Applications/Google Chrome.app/Contents/MacOS',
      '/Applications/Chromium.app/Contents/MacOS',
    ],
    package: 'chromium',
  },
}
