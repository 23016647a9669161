import { mkdirSync, writeFileSync } from 'node:fs'
import type { Section } from '../part.ts'
import { comparisonIn } from './comparison.ts'

/** Puts the comparison of a report into a page that shows it too. */
export function withComparison(page: string, report: string): string {
  const [old, current] = [comparisonIn(page), comparisonIn(report)]
  if (old === undefined || current === undefined) {
    throw new Error('A page is without the marks of the comparison.')
  }
  return page.replace(old, () => current)
}

/** Writes a report, its charts and further pages into the folder of the documentation; names the files. */
export function writeReport(
  docs: URL,
  report: string,
  sections: readonly Section[],
): readonly string[] {
  mkdirSync(new URL('benchmarks/', docs), { recursive: true })
  const files = new Map([['benchmarks.md', report]])
  for (const { charts = [], page } of sections) {
    for (const { file, svg } of charts) files.set(`benchmarks/${file}`, svg)
    if (page) files.set(page.file, `${page.lines.join('\n').trimEnd()}\n`)
  }
  for (const [file, text] of files) writeFileSync(new URL(file, docs), text)
  return [...files.keys()]
}
