import { readFileSync } from 'node:fs'

/** Whom a process runs as. */
export interface User {
  readonly uid: number
  readonly gid: number
}

/**
 * Whom a server runs as that refuses to run as root: the first of `names` that the machine knows, or nobody.
 * `undefined` when we are not root, and it can run as ourselves.
 */
export function unprivilegedUser(...names: string[]): User | undefined {
  if (process.getuid?.() !== 0) return undefined
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of [...names, 'nobody']) {
    const [, , uid, gid] = entries.find(([entry]) => entry === name) ?? []
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has no user "postgres" or "nobody"',
  )
}
