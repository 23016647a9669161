import { globSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { writeProjects } from './write.ts'

const root = join(import.meta.dirname, '../../../..')

/** Where the projects of the pages are written. */
const examples = join(import.meta.dirname, '../../examples')

/** The pages whose examples are checked: their paths in the repository. */
function documents(): string[] {
  return globSync(['*.md', 'docs/**/*.md', 'packages/*/README.md', 'apps/*/README.md'], {
    cwd: root,
  }).sort()
}

/** Writes the projects of these pages into `examples`; gives back their folders. */
export function writeExamples(pages: readonly string[]): string[] {
  return pages.flatMap((path) => {
    try {
      return writeProjects({ path, text: readFileSync(join(root, path), 'utf8') }, examples)
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      })
    }
  })
}

/** The same for every page; what pages that are gone have left is removed. */
export function writeAllExamples(): string[] {
  const folders = writeExamples(documents())
  for (const settings of globSync('**/tsconfig.json', { cwd: examples })) {
    const folder = join(examples, dirname(settings))
    if (!folders.includes(folder)) rmSync(folder, { recursive: true })
  }
  return folders
}
