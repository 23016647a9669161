// Prints the one line that .ci/run ends with: `node scripts/count-tests.mjs <folder of reports> [failed stages]`.
// Plain Node 20, no dependencies: it has to work when the installation did not.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

// Which stage writes which report (see scripts/run.mjs).
const reportOf = { test: 'unit', soak: 'soak' }

const [folder, ...failedStages] = process.argv.slice(2)
const failures = new Map()
let passed = 0
for (const file of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, file), 'utf8'))
  // A file that could not even be loaded has no tests to count: it is one failure.
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  passed += report.numPassedTests
  failures.set(file.replace('.json', ''), report.numFailedTests + unloaded.length)
}

let failed = [...failures.values()].reduce((sum, count) => sum + count, 0)
for (const stage of failedStages) {
  if (!failures.get(reportOf[stage])) failed += 1
}
console.log(`${passed} passed, ${failed} failed`)
