// Judges the package in the current folder in the form in which it would be published: packs it, reads the
// tarball, and asks publint and "are the types wrong". Run through `npm run check:packages`, after a build.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const shell = process.platform === 'win32'
const folder = mkdtempSync(join(tmpdir(), 'sojourn-pack-'))
const problems = []

try {
  const packed = spawnSync('pnpm', ['pack', '--json', '--pack-destination', folder], {
    encoding: 'utf8',
    shell,
  })
  if (packed.status !== 0) throw new Error(`pnpm pack failed\n${packed.stdout}\n${packed.stderr}`)
  const { name, filename, files } = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('{')))

  const paths = files.map(({ path }) => path)
  for (const wanted of ['README.md', 'LICENSE', 'package.json']) {
    if (!paths.includes(wanted)) problems.push(`${wanted} is missing`)
  }
  for (const path of paths) {
    if (!/^(dist\/.+\.(js|d\.ts)|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/.test(path)) {
      problems.push(`${path} should not be published`)
    }
  }

  const manifest = spawnSync('tar', ['-xzOf', filename, 'package/package.json'], {
    encoding: 'utf8',
  })
  if (manifest.status !== 0) throw new Error(`cannot read ${filename}: ${manifest.stderr}`)
  for (const left of ['@sojourn/source', 'workspace:', 'catalog:', '/src/']) {
    if (manifest.stdout.includes(left)) problems.push(`the packed package.json still has "${left}"`)
  }
  problems.push(...differencesOfExports())

  for (const [command, args] of [
    ['publint', ['run', filename, '--strict']],
    ['attw', [filename, '--profile', 'esm-only', '--format', 'ascii']],
  ]) {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', shell })
    if (status !== 0) problems.push(`${command}:\n${stdout}${stderr}`)
  }

  if (problems.length === 0) console.log(`${name}: ${paths.length} files, publishable`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
for (const problem of problems) console.error(`✗ ${problem}`)
if (problems.length > 0) process.exit(1)

/** `publishConfig.exports` must be `exports` without our own condition: nobody would notice a forgotten line. */
function differencesOfExports() {
  const { exports, publishConfig } = JSON.parse(readFileSync('package.json', 'utf8'))
  const expected = JSON.stringify(exports, (key, value) =>
    key === '@sojourn/source' ? undefined : value,
  )
  return expected === JSON.stringify(publishConfig.exports)
    ? []
    : [`publishConfig.exports should be ${expected}`]
}
