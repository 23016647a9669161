// Type-checks the examples of every page, or of the ones that are named: `node src/examples/check.ts [page …]`.
import { spawnSync } from 'node:child_process'
import { join, relative } from 'node:path'
import { writeAllExamples, writeExamples } from './pages.ts'

const named = process.argv.slice(2)
const folders = named.length > 0 ? writeExamples(named) : writeAllExamples()
const app = join(import.meta.dirname, '../..')
const { status, error } = spawnSync(
  'tsc',
  ['-b', '--pretty', ...folders.map((folder) => relative(app, folder))],
  { cwd: app, stdio: 'inherit' },
)
if (error) throw error
if (status !== 0) {
  console.error(
    '\nA file of examples/ has the name of its page, and its lines have the numbers of the page.',
  )
}
process.exitCode = status ?? 1
