// Builds the package in the current folder into dist/ and proves that what package.json exports is there.
// Run through `npm run build` (all packages) or `pnpm --filter @sojourn/core build`.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

rmSync('dist', { recursive: true, force: true })

const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status !== 0) process.exit(status ?? 1)

// TypeScript rewrites './a.ts' in JavaScript only; a declaration that names a file we do not ship is not
// understood by every reader of declarations.
for (const file of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.d.ts')) continue
  const path = join('dist', file)
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/(\bfrom |\bimport\()'(\.[^']*)\.ts'/g, "$1'$2.js'"))
}

const { name, publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'))
const targets = Object.values(publishConfig.exports).flatMap((target) =>
  typeof target === 'string' ? [target] : Object.values(target),
)
const missing = targets.filter((target) => !existsSync(target))
if (missing.length > 0) {
  console.error(`${name} exports files that its build does not make: ${missing.join(', ')}`)
  process.exit(1)
}
