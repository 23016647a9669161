import type { Target } from '../part.ts'
import { table } from './table.ts'

/** What was to hold, and whether it did, as lines of Markdown. */
export function targetsSection(targets: readonly Target[]): string[] {
  if (targets.length === 0) return []
  const failed = targets.filter(({ holds }) => holds === false).length
  const unclear = targets.filter(({ holds }) => holds === 'unclear').length
  return [
    '## Targets',
    '',
    `Set before anything was measured. Of ${targets.length}, ${targets.length - failed - unclear} hold in this run, ${failed} do not, and ${unclear} cannot be told: the target lies within the middle half of the rounds.`,
    '',
    ...table(
      ['', 'target', 'measured', 'holds'],
      targets.map(({ what, wanted, measured, beside, holds }) => [
        what,
        wanted,
        beside === undefined ? measured : `${measured}; ${beside}`,
        holds === 'unclear' ? 'unclear' : holds ? 'yes' : '**no**',
      ]),
    ),
    '',
  ]
}
