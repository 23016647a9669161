import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os'

/** Where and with what a run was made: lines for its report. */
export function describeRun(): string[] {
  const [cpu] = cpus()
  const [load = 0] = loadavg()
  const gigabytes = Math.round(totalmem() / 2 ** 30)
  return [
    `- Machine: ${cpu?.model.trim() ?? process.arch}, ${availableParallelism()} cores, ${gigabytes} GB; ${type()} ${release()}`,
    `- Versions: Node ${process.versions.node}, Koa ${versionOf('koa')}, SQLite ${process.versions['sqlite']}, Sojourn ${versionOf('@sojourn/core')}`,
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
    `- Load before the run: ${load.toFixed(1)}. Near 0 the machine was ours alone.`,
  ]
}

function versionOf(name: string): string {
  const { version }: { version: string } = createRequire(import.meta.url)(`${name}/package.json`)
  return version
}
