import type { CoreResult } from '../core-alone/run-core.ts'
import { sizes, targets } from '../core-alone/titles.ts'
import { withSpread } from './figures.ts'
import { table } from './table.ts'

/** Core alone, as lines of Markdown. */
export function coreSection(results: readonly CoreResult[]): string[] {
  return [
    '## Core alone',
    '',
    'One request’s work in one process, without HTTP, on a backend that costs nothing: microseconds, and the multiple of `JSON.parse` + `JSON.stringify` of the same text in the same round. In brackets, where the middle half of the rounds lies.',
    '',
    ...sizes.flatMap((bytes) => [
      `Sessions of about ${bytes} bytes:`,
      '',
      ...table(['', 'µs', 'times JSON', 'target'], rowsOf(results, bytes)),
      '',
    ]),
  ]
}

function rowsOf(results: readonly CoreResult[], bytes: number): string[][] {
  return results
    .filter((result) => result.bytes === bytes)
    .map(({ id, title, microseconds, timesJson }) => {
      const target = bytes === sizes[0] ? targets[id] : undefined
      return [
        title,
        withSpread(microseconds, 2),
        withSpread(timesJson, 1),
        target === undefined ? '' : `< ${target} µs`,
      ]
    })
}
