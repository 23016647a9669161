// Run before tests and benchmarks: whatever they start is on this machine, or is installed now.
import { existsSync, readdirSync } from 'node:fs'
import { ensureChromium, ensureNginx, ensureServers, messageOf } from './machine/ensure-software.ts'

const workspace = new URL('../../../', import.meta.url)

/** A package with tests in a browser has them in `test/browser`. */
function hasBrowserTests(): boolean {
  return ['packages', 'apps'].some((group) =>
    readdirSync(new URL(group, workspace)).some((name) =>
      existsSync(new URL(`${group}/${name}/test/browser`, workspace)),
    ),
  )
}

try {
  ensureServers()
  ensureNginx()
  if (hasBrowserTests()) ensureChromium()
} catch (error) {
  console.error(messageOf(error))
  process.exitCode = 1
}
