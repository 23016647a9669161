import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'
import { startPostgres, startRedis } from '@sojourn/test-servers'
import { contenders } from './contenders/contenders.ts'

/** Where and with what a run is made: lines for its report. */
export async function describeRun(): Promise<string[]> {
  const [cpu] = cpus()
  const [load = 0] = loadavg()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  const packages = [...new Set(contenders.flatMap((contender) => contender.packages))].sort()
  return [
    `- Machine: ${cpu?.model.trim() ?? process.arch}, ${availableParallelism()} cores, ${gigabytes} GB; ${type()} ${release()}`,
    `- Versions: Node ${process.versions.node}, SQLite ${process.versions['sqlite']}, ${await servers()}`,
    `- Packages: ${packages.map((name) => `${name} ${versionOf(name)}`).join(', ')}`,
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
    `- Load before the run: ${load.toFixed(1)}. Near 0 the machine was ours alone.`,
  ]
}

/** The servers that stand on this machine. */
async function servers(): Promise<string> {
  const redis = await startRedis()
  await redis.stop()
  const postgres = await startPostgres()
  await postgres.stop()
  return `Redis ${redis.version}, PostgreSQL ${postgres.version}`
}

/** The version of an installed package. Some export no `package.json`: it is looked for above their code. */
function versionOf(name: string): string {
  for (let folder = new URL('./', import.meta.resolve(name)); ; folder = new URL('../', folder)) {
    const file = new URL('package.json', folder)
    const found: { name?: string; version?: string } = existsSync(file)
      ? JSON.parse(readFileSync(file, 'utf8'))
      : {}
    if (found.name === name && found.version !== undefined) return found.version
    if (folder.pathname === '/') throw new Error(`${name} is not installed.`)
  }
}
