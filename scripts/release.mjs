// A release: `node scripts/release.mjs`. Publishes what is committed, if it is a version that the registry
// does not have: builds, packs and checks every package, and publishes the very tarballs that were checked.
// `--dry-run` does the same with a clone of what is committed, which it versions first, and publishes nothing.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { changeset } from './published-packages.mjs'
import { root, run } from './setup.mjs'

// pnpm overlooks `provenance` in publishConfig. With this it publishes nothing that it cannot prove the origin of.
const provenance = { PNPM_CONFIG_PROVENANCE: 'true' }

const folder = mkdtempSync(join(tmpdir(), 'sojourn-release-'))
try {
  process.exitCode = process.argv.includes('--dry-run') ? await rehearse() : await release()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function release() {
  const waiting = changesets()
  if (waiting.length > 0) {
    console.log(`No release: ${waiting.length} changesets wait for npm run release:version.`)
    return 0
  }
  const plan = join(folder, 'plan.json')
  if ((await changeset(['publish-plan', '--output', plan])) !== 0) return 1
  if (JSON.parse(readFileSync(plan, 'utf8')).plan.length === 0) {
    console.log('No release: the registry has this version.')
    return 0
  }
  const tarballs = join(folder, 'tarballs')
  return (
    (await command(root, 'typecheck')) ||
    (await command(root, 'check:packages', tarballs)) ||
    changeset(['publish', '--from-pack-dir', tarballs], { env: provenance })
  )
}

async function rehearse() {
  const clone = join(folder, 'clone')
  await run('git', ['status', '--short'])
  console.log('The release of what is committed, in a clone. What is listed above is not in it.')
  return (
    (await run('git', ['clone', '--quiet', '--no-hardlinks', root, clone])) ||
    (await endHistory(clone)) ||
    (changesets().length > 0 && (await command(clone, 'release:version'))) ||
    command(clone, 'check:packages')
  )
}

/**
 * Changesets looks for the commit of each change, and in a shallow clone, as CI has them, for its parents,
 * which are not to be had from here: it would ask for ever. The last commit is then made the first.
 */
async function endHistory(clone) {
  const shallow = join(clone, '.git', 'shallow')
  if (!existsSync(shallow)) return 0
  rmSync(shallow)
  return run('git', ['replace', '--graft', 'HEAD'], { cwd: clone })
}

/** The changes that wait for their release. */
function changesets() {
  return readdirSync(join(root, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  )
}

function command(cwd, name, ...args) {
  return run('node', ['scripts/run.mjs', name, ...args], { cwd })
}
