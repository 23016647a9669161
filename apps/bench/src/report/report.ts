import type { Section } from '../part.ts'
import { targetsSection } from './targets-section.ts'

/** The whole report, as Markdown. */
export function reportOf(
  command: string,
  about: readonly string[],
  sections: readonly Section[],
): string {
  const lines = [
    '# Benchmarks',
    '',
    `Made by \`${command}\`. Absolute figures do not carry from one machine to another: compare the ratios.`,
    '',
    ...about,
    '',
    ...targetsSection(sections.flatMap(({ targets }) => targets ?? [])),
    ...sections.flatMap(({ lines }) => lines),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}
