// The packages that are published, and their tarballs, made by the tool that publishes them.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pnpm, root } from './setup.mjs'

/** Every package that is published: its folder, and its package.json as it stands in the workspace. */
export function publishedPackages() {
  return readdirSync(join(root, 'packages'))
    .map((name) => join(root, 'packages', name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, source: readJson(join(folder, 'package.json')) }))
    .filter(({ source }) => !source.private)
}

/**
 * Packs them into `destination`, from where `changeset publish --from-pack-dir` takes them. Each with the
 * `tarball`, where it is `unpacked`, the paths of its `files`, and the `manifest` in it.
 */
export async function packPackages(destination) {
  const packages = publishedPackages()
  // What `changeset publish-plan` writes, without asking the registry. What others need comes first.
  const isNeeded = ({ source }) => source.peerDependencies?.['@sojourn/core'] === undefined
  const needed = packages.filter(isNeeded).map(planned)
  const others = packages.filter((one) => !isNeeded(one)).map(planned)
  const planFile = join(destination, 'plan.json')
  writeFileSync(planFile, JSON.stringify({ version: 1, plan: [needed, others] }))
  const code = await changeset(['pack', '--from-publish-plan', planFile, '--out-dir', destination])
  if (code !== 0) throw new Error('changeset pack failed')
  return packages.map(({ folder, source }) => {
    const tarball = tarballOf(destination, source)
    const unpacked = unpack(tarball, join(destination, 'unpacked', source.name))
    const files = readdirSync(unpacked, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(unpacked, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    return {
      folder,
      source,
      tarball,
      unpacked,
      files,
      manifest: readJson(join(unpacked, 'package.json')),
    }
  })
}

/** Where `packPackages` put the tarball of a package. */
export function tarballOf(destination, { name, version }) {
  const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
  return join(destination, 'packages', file)
}

/** Changesets packs and publishes through the pnpm that it finds on the path. */
export function changeset(args, options) {
  return pnpm(['exec', 'changeset', ...args], options)
}

function planned({ source: { name, version } }) {
  return { kind: 'publish', name, version, access: 'public', tag: 'latest' }
}

function unpack(tarball, folder) {
  mkdirSync(folder, { recursive: true })
  const { status, stderr } = spawnSync('tar', ['-xzf', tarball, '-C', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cannot read ${tarball}: ${stderr}`)
  return join(folder, 'package')
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
