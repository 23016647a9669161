// Gets a fresh clone ready on a machine that has only Node >= 20, npm and git: the pnpm that package.json
// names installs the lockfile, and with it the newer Node that everything else here runs on.
// Plain Node 20, no dependencies: this runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const stampFile = join(root, 'node_modules', '.sojourn-setup')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

// What `npm run` tells its scripts about itself would reach pnpm, and the npm and pnpm that it starts, as if
// the user had said it. What the user did say (registry, proxy, certificates, cache) stays.
const ofNpm =
  /^(npm_(lifecycle|package)_|npm_command$|npm_execpath$|npm_node_execpath$|npm_config_(user_agent|prefix|local_prefix|global_prefix|npm_version|package_lock|argv)$|INIT_CWD$)/i

/** The environment for everything started here: the workspace's own Node and tools come first. */
export function environment(extra = {}) {
  const env = {}
  for (const [name, value] of Object.entries(process.env)) {
    if (!ofNpm.test(name)) env[name] = value
  }
  const pathName = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const path = (env[pathName] ?? '').split(delimiter).filter((folder) => folder !== bin)
  return {
    ...env,
    [pathName]: [bin, ...path].join(delimiter),
    TURBO_TELEMETRY_DISABLED: '1',
    NEXT_TELEMETRY_DISABLED: '1',
    ...extra,
  }
}

/** Runs a command and resolves to its exit code. Its output passes straight on; `quiet` keeps only the errors. */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      stdio: quiet ? ['inherit', 'ignore', 'inherit'] : 'inherit',
      shell: process.platform === 'win32',
    })
    // The terminal sends Ctrl-C to both; a `kill` reaches only this process.
    const forward = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    // A killed `npm run` ends the shell between it and us, and nobody tells us.
    const parent = process.ppid
    const orphaned = setInterval(() => process.ppid !== parent && child.kill(), 500)
    child.on('error', (error) => {
      clearInterval(orphaned)
      reject(error)
    })
    child.on('close', (code, signal) => {
      clearInterval(orphaned)
      for (const name of signals) process.off(name, forward)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

/** The pnpm of this workspace, whatever the machine has. */
export function pnpm(args, options) {
  return run('npx', ['--yes', packageManager, ...args], options)
}

function stamp() {
  const hash = createHash('sha256')
  const manifests = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name, 'package.json')),
  )
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    const path = join(root, file)
    if (existsSync(path)) hash.update(`${file}\0`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/** Installs what the lockfile says, unless that is what is there already. */
export async function setup() {
  const wanted = stamp()
  const found = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : ''
  if (found === wanted) return
  console.log('Installing the workspace (once for each change of the lockfile) …')
  const code = await pnpm(['install', '--frozen-lockfile'])
  if (code !== 0) {
    console.error('The installation failed. What pnpm says above is the reason.')
    process.exit(code)
  }
  writeFileSync(stampFile, wanted)
}
