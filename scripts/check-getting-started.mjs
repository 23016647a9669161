// Follows the getting-started guides with the packages as they will be published. After a build, through
// `npm run check:getting-started`; `-- koa` follows only that one.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packPackages } from './published-packages.mjs'
import { run } from './setup.mjs'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-tarballs-'))
try {
  await packPackages(folder)
  const names = process.argv.slice(2)
  const main = 'apps/site/src/getting-started/main.ts'
  process.exitCode = await run('node', [main, join(folder, 'packages'), ...names])
} finally {
  rmSync(folder, { recursive: true, force: true })
}
