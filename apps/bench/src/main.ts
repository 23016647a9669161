// `npm run bench [-- --quick] [--write] [--only <part>,<part>]`
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeRun } from './machine.ts'
import type { Part, Section } from './part.ts'
import { parts } from './parts.ts'
import { full, quick } from './plan.ts'
import { Progress } from './progress.ts'
import { reportOf } from './report/report.ts'
import { withComparison, writeReport } from './report/write-report.ts'

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
})
const wanted = values.only?.split(',')
const unknown = wanted?.find((id) => !parts.some((part) => part.id === id))
if (unknown !== undefined) {
  throw new Error(`There is no part '${unknown}'. There are: ${parts.map(({ id }) => id)}.`)
}

if (values.write && wanted) throw new Error('The page is one whole run: --write without --only.')

const plan = values.quick ? quick : full
const chosen = parts.filter(({ id }) => wanted?.includes(id) ?? true)
const about = await describeRun()
const progress = new Progress()
const sections: Section[] = []
for (const [i, part] of chosen.entries()) {
  progress.begin(`[${i + 1}/${chosen.length}] ${part.id}`, part.steps(plan))
  sections.push(await sectionOf(part))
}
progress.end()

/** A part that fails leaves the others their place in the report. */
async function sectionOf(part: Part): Promise<Section> {
  try {
    return await part.run(plan, progress)
  } catch (error) {
    process.exitCode = 1
    console.error(error)
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
    return {
      lines: [`## Part “${part.id}”`, '', `It did not come to its end: ${reason}`, ''],
      targets: [
        { what: `part ${part.id}`, wanted: 'comes to its end', measured: '–', holds: false },
      ],
    }
  }
}

const command = ['npm run bench --', ...process.argv.slice(2)].join(' ')
const report = reportOf(command, [...about, `- Time: ${progress.elapsed} minutes`], sections)
if (values.write) {
  const docs = new URL('../../../docs/', import.meta.url)
  for (const file of writeReport(docs, report, sections)) console.log(`Written: docs/${file}`)
  const readme = new URL('../README.md', docs)
  writeFileSync(readme, withComparison(readFileSync(readme, 'utf8'), report))
} else {
  console.log(report)
  for (const { page } of sections) if (page) console.log(page.lines.join('\n'))
}
