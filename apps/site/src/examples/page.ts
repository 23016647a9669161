import { type Fence, readFences } from './fences.ts'

/** A block of a page that is code of its project. */
interface Block {
  /** Its path in the project. */
  readonly file: string
  /** As on the page, under what a comment hides before it; its lines have the numbers that they have on the page. */
  readonly text: string
}

/** The files of a page's project at one moment: at the end of the page, or before a block replaces one of them. */
export type Project = ReadonlyMap<string, string>

const languages = new Set(['ts', 'mts', 'tsx', 'js', 'mjs', 'jsx'])

/**
 * The projects of a page, in the order in which a reader comes to them; the last is the one of the whole page.
 * Errors: where a block is left out without a reason, or what a comment hides belongs to no block.
 */
export function readProjects(page: string): Project[] {
  const projects: Project[] = []
  let files = new Map<string, string>()
  for (const { file, text } of blocksOf(readFences(page))) {
    if (files.has(file)) {
      projects.push(files)
      files = new Map(files)
    }
    files.set(file, text)
  }
  return files.size > 0 ? [...projects, files] : projects
}

function* blocksOf(fences: readonly Fence[]): Generator<Block> {
  let hidden: Fence | undefined
  let unnamed = 0
  for (const fence of fences) {
    if (fence.hidden && fence.file !== undefined) {
      yield { file: fence.file, text: placed([fence]) }
    } else if (fence.hidden) {
      if (hidden) throw new Error(`Line ${hidden.line}: no block follows what this hides`)
      hidden = fence
    } else if (isCode(fence)) {
      if (fence.file === undefined) unnamed += 1
      const file = fence.file ?? `block-${unnamed}.${fence.language}`
      yield { file, text: placed(hidden ? [hidden, fence] : [fence]) }
      hidden = undefined
    }
  }
  if (hidden) throw new Error(`Line ${hidden.line}: no block follows what this hides`)
}

function isCode({ language, info, line }: Fence): boolean {
  if (!languages.has(language)) return false
  if (!info.includes('no-check')) return true
  if (/\bno-check="[^"]+"/.test(info)) return false
  throw new Error(`Line ${line}: no-check says why, no-check="…"`)
}

/** Text whose every line has the number that it has on the page. */
function placed(fences: readonly Fence[]): string {
  const lines: string[] = []
  for (const { line, text } of fences) {
    while (lines.length < line - 1) lines.push('')
    lines.push(...text.split('\n'))
  }
  return `${lines.join('\n')}\n`
}
