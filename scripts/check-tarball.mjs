// Judges a package by its tarball, as it will be published: its files, its manifest, what it imports, and what
// publint and "are the types wrong" say.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, relative } from 'node:path'
import { environment, root } from './setup.mjs'

const publishable =
  /^(dist\/(?!.*\.test(-d)?\.).+\.(js|d\.ts)|README\.md|LICENSE|CHANGELOG\.md|package\.json)$/
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare']

/** What is wrong with a package that was packed. */
export function checkTarball({ folder, source, manifest, tarball, unpacked, files }) {
  const read = (path) => readFileSync(join(unpacked, path), 'utf8')
  return [
    ...problemsOfFiles(files, read),
    ...problemsOfChangelog(manifest, files, read),
    ...problemsOfManifest(manifest, read('package.json'), relative(root, folder)),
    ...differencesOfExports(source),
    ...missingTargets(manifest, files),
    ...undeclaredImports(manifest, files, read),
    ...verdict('publint', ['run', tarball, '--strict']),
    ...verdict('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii']),
  ]
}

function problemsOfFiles(files, read) {
  const licence = readFileSync(join(root, 'LICENSE'), 'utf8')
  return [
    ...['README.md', 'LICENSE', 'package.json']
      .filter((wanted) => !files.includes(wanted))
      .map((wanted) => `${wanted} is missing`),
    ...files
      .filter((path) => !publishable.test(path))
      .map((path) => `${path} should not be published`),
    ...files
      .filter((path) => path.startsWith('dist/') && read(path).includes('sourceMappingURL'))
      .map((path) => `${path} names a source map, and none is published`),
    ...(files.includes('LICENSE') && read('LICENSE') !== licence
      ? ['LICENSE is not that of the repository']
      : []),
  ]
}

// 0.0.0 is what a package is before its first release.
function problemsOfChangelog({ version }, files, read) {
  if (version === '0.0.0') return []
  const told = files.includes('CHANGELOG.md') && read('CHANGELOG.md').includes(`\n## ${version}\n`)
  return told ? [] : [`CHANGELOG.md says nothing of ${version}`]
}

function problemsOfManifest(manifest, text, directory) {
  const { name, version, engines, publishConfig, peerDependencies = {} } = manifest
  const rules = {
    'license is MIT': manifest.license === 'MIT',
    'description and keywords are there': manifest.description && manifest.keywords?.length > 0,
    [`repository.directory is ${directory}`]: manifest.repository?.directory === directory,
    'type is module': manifest.type === 'module',
    'sideEffects is false': manifest.sideEffects === false,
    'engines.node is >=22.13': engines?.node === '>=22.13',
    'publishConfig: access public, provenance true':
      publishConfig?.access === 'public' && publishConfig.provenance === true,
    'nothing runs while it is installed': !installScripts.some((one) => manifest.scripts?.[one]),
    // One copy of core in an application: a registry, error classes and sessions are shared.
    [`@sojourn/core is a peer, ^${version}`]:
      name === '@sojourn/core' || peerDependencies['@sojourn/core'] === `^${version}`,
  }
  const left = ['@sojourn/source', 'workspace:', 'catalog:', '/src/']
  return [
    ...Object.entries(rules)
      .filter(([, holds]) => !holds)
      .map(([rule]) => `package.json does not hold: ${rule}`),
    ...left
      .filter((one) => text.includes(one))
      .map((one) => `the packed package.json still has "${one}"`),
  ]
}

/** `publishConfig.exports` must be `exports` without our own condition: nobody would notice a forgotten line. */
function differencesOfExports({ exports, publishConfig }) {
  const expected = JSON.stringify(exports, (key, value) =>
    key === '@sojourn/source' ? undefined : value,
  )
  return expected === JSON.stringify(publishConfig.exports)
    ? []
    : [`publishConfig.exports should be ${expected}`]
}

function missingTargets({ exports }, files) {
  return Object.values(exports)
    .flatMap((target) => (typeof target === 'string' ? [target] : Object.values(target)))
    .filter((target) => !files.includes(target.replace('./', '')))
    .map((target) => `exports names ${target}, which is not in the package`)
}

function undeclaredImports({ name, dependencies, peerDependencies }, files, read) {
  const declared = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
  return files
    .filter((path) => /^dist\/.+\.(js|d\.ts)$/.test(path))
    .flatMap((path) => importsOf(read(path)).map((id) => ({ path, id })))
    .filter(({ id }) => !isBuiltin(id) && !declared.has(packageOf(id)))
    .map(({ path, id }) => `${path} imports ${id}, which is no dependency of the package`)
}

function importsOf(source) {
  const code = source.split('\n').filter((line) => !/^\s*(\*|\/[/*])/.test(line))
  const found = code.join('\n').matchAll(/(?:\bfrom |\bimport |\bimport\()'([^'.][^']*)'/g)
  return [...found].map(([, id]) => id)
}

function packageOf(id) {
  return id
    .split('/')
    .slice(0, id.startsWith('@') ? 2 : 1)
    .join('/')
}

function verdict(command, args) {
  const shell = process.platform === 'win32'
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: environment(),
    shell,
  })
  return status === 0 ? [] : [`${command}:\n${stdout}${stderr}`]
}
