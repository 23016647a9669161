import { spawnSync } from 'node:child_process'
import { howToInstall } from './find-programs.ts'
import type { Software } from './software.ts'

/**
 * Installs what is missing with the system's package manager: `apt-get`, as root or with a `sudo` that asks
 * for no password. Says what it does; throws, in one line, what to install if it cannot.
 */
export function installSoftware(missing: readonly Software[]): void {
  const asRoot = wayToRoot()
  const needed = howToInstall(missing)
  if (asRoot === undefined) throw new Error(needed)
  const packages = missing.map((each) => each.package)
  console.log(`Installing ${packages.join(', ')} with apt-get …`)
  const [command = '', ...before] = [
    ...asRoot,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    // Asks the packages not to start their own servers.
    'RUNLEVEL=1',
    'apt-get',
    '--quiet=2',
    // Somebody else may be installing something.
    '--option=DPkg::Lock::Timeout=300',
  ]
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { status, stdout, stderr, error } = spawnSync(command, [...before, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (status !== 0) {
      console.error(`apt-get ${args.join(' ')} failed:\n${error ?? ''}${stdout}${stderr}`)
      // An outdated list may do; without the package there is nothing to go on with.
      if (args[0] === 'install') throw new Error(needed)
    }
  }
}

/** What to put before a command that root is to run; `undefined` if there is no way to install anything. */
function wayToRoot(): string[] | undefined {
  const works = (command: string, ...args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore' }).status === 0
  if (!works('apt-get', '--version')) return undefined
  if (process.getuid?.() === 0) return []
  return works('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined
}
