// Packs every package as it will be published, and checks the tarballs: what is in them, how large they are,
// and that they work for a stranger. Prints one row for each. After a build, through `npm run check:packages`.
// `node scripts/check-packages.mjs [folder]` keeps the tarballs there.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { checkTarball } from './check-tarball.mjs'
import { overBudget, sizesOf } from './package-sizes.mjs'
import { packPackages } from './published-packages.mjs'
import { run } from './setup.mjs'
import { table } from './table.mjs'

const [kept] = process.argv.slice(2)
const folder = kept ? resolve(kept) : mkdtempSync(join(tmpdir(), 'sojourn-tarballs-'))
mkdirSync(folder, { recursive: true })
let failed = false

try {
  const sizeRows = []
  const contentRows = []
  for (const one of await packPackages(folder)) {
    const sizes = await sizesOf(one)
    for (const problem of [...checkTarball(one), ...overBudget(sizes)]) {
      failed = true
      console.error(`✗ ${one.manifest.name}: ${problem}`)
    }
    sizeRows.push(sizeRow(one.manifest, sizes))
    contentRows.push(contentRow(one))
  }
  const columns = ['packed', 'unpacked', 'entries, minified and gzipped']
  print('Sizes in bytes, each with its budget', ['package', 'version', ...columns], sizeRows)
  print(
    'What is in them',
    ['package', 'exports', 'types', 'files', 'node', 'peers', 'dependencies'],
    contentRows,
  )
  if ((await run('node', ['scripts/check-packed.mjs', folder])) !== 0) failed = true
} finally {
  if (!kept) rmSync(folder, { recursive: true, force: true })
}
if (failed) process.exit(1)

function sizeRow({ name, version }, sizes) {
  const [packed, unpacked, ...entries] = sizes.map(({ what, bytes, budget }) => {
    const size = `${bytes.toLocaleString('en')} of ${budget.toLocaleString('en')}`
    return what.startsWith('.') ? `${what} ${size}` : size
  })
  return [name, version, packed, unpacked, entries.join(', ')]
}

function contentRow({ manifest, files }) {
  const { name, engines, exports, dependencies, peerDependencies, peerDependenciesMeta } = manifest
  const entries = Object.entries(exports).filter(([, target]) => typeof target === 'object')
  const typed = entries.filter(([, { types }]) => files.includes(types.replace('./', '')))
  const peers = Object.entries(peerDependencies ?? {}).map(([peer, range]) => {
    return `${peer} ${range}${peerDependenciesMeta?.[peer]?.optional ? ' (optional)' : ''}`
  })
  return [
    name,
    entries.map(([entry]) => entry).join(' '),
    `${typed.length} of ${entries.length}`,
    files.length,
    engines.node,
    peers.join(', ') || 'none',
    Object.entries(dependencies ?? {})
      .map((dependency) => dependency.join(' '))
      .join(', ') || 'none',
  ]
}

function print(title, head, rows) {
  console.log(`\n${title}\n\n${table(head, rows).join('\n')}`)
}
