// What the last test run proved of each backend, as two tables: `node scripts/backend-tables.mjs <report.json>`.
// Prints them, and writes them into docs/tested-backends.md. Runs on the workspace's Node, which reads TypeScript.
import { readFileSync, writeFileSync } from 'node:fs'
import { findPrograms, versionOf } from '../packages/test-servers/src/machine/find-programs.ts'
import { software } from '../packages/test-servers/src/machine/software.ts'
import { table } from './table.mjs'

const page = new URL('../docs/tested-backends.md', import.meta.url)
const suite = ' is a session backend'
const marks = { passed: 'holds', failed: '**fails**' }

// The testkit's own tests run the suite on stores made for that.
const tests = JSON.parse(readFileSync(process.argv[2], 'utf8'))
  .testResults.filter(({ name }) => !name.includes('/packages/testkit/'))
  .flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: name })),
  )
const lines = [
  '# Backends, as tested',
  '',
  'Written by `npm test` from its last run: nothing here is kept up by hand.',
  '',
  '## The suite that every backend passes',
  '',
  ...conformance(),
  '',
  '## Faults, on real servers',
  '',
  'Each row is a test, and says the outcome; each cell is what the last run found there. An empty cell: that fault is not one of this store.',
  '',
  ...faults(),
  '',
]
writeFileSync(page, lines.join('\n'))
console.log(lines.join('\n'))

/** A row for each binding of describeBackend. What a store has no power for counts as left out. */
function conformance() {
  const rows = new Map()
  for (const { ancestorTitles, status } of tests) {
    const title = ancestorTitles.find((one) => one.endsWith(suite))
    if (!title) continue
    const around = ancestorTitles[0] === title ? '' : ` ${ancestorTitles[0]}`
    const name = title.slice(0, -suite.length) + around
    const row = rows.get(name) ?? { passed: 0, failed: 0, skipped: 0 }
    row[status === 'passed' || status === 'failed' ? status : 'skipped']++
    rows.set(name, row)
  }
  return table(
    ['backend', 'server', 'tests held', 'failed', 'left out'],
    [...rows]
      .sort(byName)
      .map(([name, row]) => [name, serverOf(name), row.passed, row.failed, row.skipped]),
  )
}

// Test files end in no fixed order.
function byName([a], [b]) {
  return a < b ? -1 : 1
}

/** A row for each test of a fault, a column for each store. */
function faults() {
  const columns = new Set()
  const rows = new Map()
  for (const test of tests) {
    const column = columnOf(test)
    if (!column) continue
    columns.add(column)
    const title = test.title.replace(/^(R\d+a?(, )?)+: /, '')
    const [, subject = ''] = /^[^:,]+[:,] (.+)$/.exec(test.ancestorTitles[0] ?? '') ?? []
    const name = subject ? `${subject}: ${title}` : title
    const row = rows.get(name) ?? new Map()
    row.set(column, row.get(column) === 'failed' ? 'failed' : test.status)
    rows.set(name, row)
  }
  const names = [...columns].sort()
  return table(
    ['fault and outcome', ...names],
    [...rows]
      .sort(byName)
      .map(([name, row]) => [name, ...names.map((each) => marks[row.get(each)] ?? '')]),
  )
}

function columnOf({ file, ancestorTitles: [around = ''] }) {
  const path = file.split('/packages/')[1] ?? ''
  if (!/^backend-\w+\/test\/.*(faults|lost-answer|busy)/.test(path)) return null
  if (path.startsWith('backend-redis'))
    return /^[\w-]+( by Sentinel| on a cluster)?/.exec(around)?.[0]
  const database = path.split('/')[2]
  return database === 'servers' ? /^\w+/.exec(around)?.[0] : database.replace('mysql', 'mariadb')
}

function serverOf(name) {
  if (/redis/i.test(name)) return stated('Redis', software.redis)
  if (/postgres|prepare/i.test(name)) return stated('PostgreSQL', software.postgres)
  if (/mysql|maria/i.test(name)) return stated('MariaDB', software.mariadb)
  return `Node ${process.versions.node}`
}

function stated(name, one) {
  const [program] = findPrograms(one) ?? []
  return program ? `${name} ${versionOf(program)}` : name
}
