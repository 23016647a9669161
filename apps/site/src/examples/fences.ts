/** A fenced block of a Markdown page, or what an HTML comment hides for one. */
export interface Fence {
  /** The first word after the fence: `ts`, `sh`, … Empty for none. */
  readonly language: string
  /** The rest of that line. */
  readonly info: string
  readonly text: string
  /** The file that it is: what its first line says, `// app.ts`, or the comment, `<!-- example: app.ts`. */
  readonly file: string | undefined
  /** The line of the page on which `text` begins; the first is 1. */
  readonly line: number
  /** Whether a comment, `<!-- example … -->`, holds it. */
  readonly hidden: boolean
}

interface Opened {
  readonly language: string
  readonly info: string
  readonly line: number
  readonly lines: string[]
  readonly hidden: boolean
  readonly isEnd: (line: string) => boolean
  readonly strip: (line: string) => string
}

/** `// app.ts`, and what may follow: `, shared by every app`, `: a server component`, ` (the same in both)`. */
const named =
  /^\/\/ (?<file>(?:[\w.@()[\]-]+\/)*[\w.@()[\]-]+\.(?:[cm]?[jt]sx?|json))(?=$|[,:]| \()/m

/** All fenced blocks of a page, and the hidden examples in its comments, in order. */
export function readFences(page: string): Fence[] {
  const fences: Fence[] = []
  let open: Opened | undefined
  for (const [index, line] of page.split(/\r?\n/).entries()) {
    if (!open) {
      open = opened(line, index + 2)
    } else if (open.isEnd(line)) {
      fences.push(closed(open))
      open = undefined
    } else {
      open.lines.push(open.strip(line))
    }
  }
  if (open) throw new Error(`A block that begins before line ${open.line} has no end`)
  return fences
}

function closed({ language, info, lines, line, hidden }: Opened): Fence {
  const file = hidden ? info || undefined : named.exec(lines[0] ?? '')?.groups?.['file']
  return { language, info, text: lines.join('\n'), file, line, hidden }
}

function opened(line: string, next: number): Opened | undefined {
  const fence = /^(?<indent> *)(?<marks>`{3,}|~{3,})(?<language>[^\s`]*)[ \t]*(?<info>[^`]*)$/.exec(
    line,
  )
  if (fence?.groups) {
    const { indent = '', marks = '', language = '', info = '' } = fence.groups
    const end = new RegExp(`^ *${marks[0]}{${marks.length},} *$`)
    return {
      language,
      info: info.trim(),
      line: next,
      lines: [],
      hidden: false,
      isEnd: (text) => end.test(text),
      // A block in a list is indented with it.
      strip: (text) => (text.startsWith(indent) ? text.slice(indent.length) : text.trimStart()),
    }
  }
  const comment = /^<!-- example(?:: *(?<file>\S+))? *$/.exec(line)
  if (!comment) return undefined
  return {
    language: '',
    info: comment.groups?.['file'] ?? '',
    line: next,
    lines: [],
    hidden: true,
    isEnd: (text) => text.trim() === '-->',
    strip: (text) => text,
  }
}
