// Builds the package in the current folder into dist/ and proves that what package.json exports is there.
// Run through `pnpm build` (all packages) or `pnpm --filter @sojourn/core build`.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })

const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status !== 0) process.exit(status ?? 1)

const { name, publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'))
const targets = Object.values(publishConfig.exports).flatMap((target) =>
  typeof target === 'string' ? [target] : Object.values(target),
)
const missing = targets.filter((target) => !existsSync(target))
if (missing.length > 0) {
  console.error(`${name} exports files that its build does not make: ${missing.join(', ')}`)
  process.exit(1)
}
