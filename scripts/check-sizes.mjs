// No source file has more lines than it should, tests and scripts included, unless its first line says why
// ("// Over 300 lines: …"). Prints how long they are. Plain Node 20, no dependencies.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const most = 300
const excuse = /^\/\/ Over 300 lines: \S/
const root = new URL('../', import.meta.url)

const tracked = execFileSync(
  'git',
  [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
    '*.ts',
    '*.tsx',
    '*.mjs',
    '*.cts',
    '*.js',
  ],
  { cwd: root, encoding: 'utf8' },
)
const files = tracked.split('\0').filter(Boolean).flatMap(sizeOf)
const tooLong = files.filter(({ lines, excused }) => lines > most && !excused)
for (const { file, lines } of tooLong) {
  console.error(`${file} has ${lines} lines, more than ${most}. Split it by subject.`)
}
const published = files.filter(({ file }) => /^packages\/[^/]+\/src\//.test(file))
console.log(
  `${files.length} source files, median ${median(files)} lines; ` +
    `${published.length} of packages, median ${median(published)}; ${tooLong.length} too long`,
)
process.exitCode = tooLong.length > 0 ? 1 : 0

function sizeOf(file) {
  let text = ''
  try {
    text = readFileSync(new URL(file, root), 'utf8')
  } catch {
    // Removed, and not committed yet.
    return []
  }
  return [{ file, lines: text.split('\n').length - 1, excused: excuse.test(text) }]
}

function median(sized) {
  const sorted = sized.map(({ lines }) => lines).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
