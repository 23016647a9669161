// `npm run bench [-- --quick] [--write] [--only core|koa]`
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { contenders } from './contenders/contenders.ts'
import { coreSteps, runCore } from './core-alone/run-core.ts'
import { httpSteps, runHttp } from './http/run-http.ts'
import { workloads } from './load/workloads.ts'
import { describeRun } from './machine.ts'
import { full, quick } from './plan.ts'
import { Progress } from './progress.ts'
import { coreSection } from './report/core-section.ts'
import { httpSection } from './report/http-section.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const plan = values.quick ? quick : full
const wants = (part: 'core' | 'koa'): boolean => values.only === undefined || values.only === part
const run = { plan: plan.http, contenders, workloads }

const about = describeRun()
const progress = new Progress(
  (wants('core') ? coreSteps(plan.core) : 0) + (wants('koa') ? httpSteps(run) : 0),
)
const lines = [
  '# Benchmarks',
  '',
  `Made by \`npm run bench -- ${values.quick ? '--quick ' : ''}--write\`. Absolute figures do not carry from one machine to another: compare the ratios.`,
  '',
  ...about,
  '',
]
if (wants('core')) lines.push(...coreSection(await runCore(plan.core, progress)))
if (wants('koa')) {
  const { connections, rounds } = plan.http
  const results = await runHttp({ ...run, progress })
  lines.push(...httpSection({ results, contenders, workloads, connections, rounds }))
}
progress.end()

const text = `${lines.join('\n').trimEnd()}\n`
if (values.write) {
  writeFileSync(new URL('../../../docs/benchmarks.md', import.meta.url), text)
  console.log(`Written to docs/benchmarks.md.`)
} else {
  console.log(text)
}
