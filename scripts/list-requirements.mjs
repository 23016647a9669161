// Which tests prove which requirement: `node scripts/list-requirements.mjs` writes the table into
// docs/security.md, with `--check` it says what is wrong instead and changes nothing. Every MUST of the
// sections below has a test, or says why it needs none. Plain Node 20, no dependencies.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { testTitles } from './test-titles.mjs'

const root = new URL('../', import.meta.url)
const document = 'docs/security.md'
const begin = '<!-- requirements: written by scripts/list-requirements.mjs -->'
const end = '<!-- /requirements -->'
/** The sections whose every MUST has to be proven. */
const proven = 'ABCILT'
/** How many titles of one file are written out. */
const written = 3

const sections = readRequirements()
const tests = collectTests()
const problems = []
const old = readFileSync(new URL(document, root), 'utf8')
const [before, rest = ''] = old.split(begin)
const [, after = ''] = rest.split(end)
const text = `${before}${begin}\n\n${sections.map(tableOf).join('\n')}\n${end}${after}`

const numbers = new Set(sections.flatMap(({ rows }) => rows.map(({ number }) => number)))
for (const [number, files] of tests) {
  if (!numbers.has(number)) problems.push(`${number} in ${[...files.keys()][0]} is no requirement`)
}
if (!process.argv.includes('--check')) writeFileSync(new URL(document, root), text)
else if (text !== old) problems.push(`${document} is stale: run npm run format`)
for (const problem of problems) console.error(problem)
const all = sections.flatMap(({ rows }) => rows)
const withTests = all.filter(({ number }) => tests.has(number))
console.log(
  `${all.length} requirements, ${withTests.length} with tests, ${problems.length} problems`,
)
process.exitCode = problems.length > 0 ? 1 : 0

function readRequirements() {
  const sections = []
  for (const line of readFileSync(new URL('docs/requirements.txt', root), 'utf8').split('\n')) {
    const [body = '', reason = ''] = line.split(' :: ')
    const [, letter, title] = /^# ([A-Z])\. (.*)$/.exec(body) ?? []
    if (letter) sections.push({ letter, title, reason, rows: [] })
    const [, number, level, statement] = /^([RT]\d+[ab]?) (MUST|SHOULD|DOC) (.*)$/.exec(body) ?? []
    if (number) sections.at(-1)?.rows.push({ number, level, statement, reason })
  }
  return sections
}

/** By number: by file: the titles. */
function collectTests() {
  const byNumber = new Map()
  for (const file of testFiles()) {
    for (const { title, around } of testTitles(readFileSync(new URL(file, root), 'utf8'))) {
      for (const number of new Set([...around, title].join(' ').match(/\b[RT]\d+[ab]?\b/g))) {
        const files = byNumber.get(number) ?? new Map()
        byNumber.set(number, files.set(file, [...(files.get(file) ?? []), title]))
      }
    }
  }
  return byNumber
}

function testFiles() {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(new URL(group, root)).map((name) => `${group}/${name}/test`),
  )
  return [...folders, 'packages/testkit/src'].flatMap(filesIn).sort()
}

function filesIn(folder) {
  let entries = []
  try {
    entries = readdirSync(new URL(folder, root), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path)
    return entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts') ? [path] : []
  })
}

function tableOf({ letter, title, reason, rows }) {
  const head = `### ${letter}. ${title}\n\n| | level | statement | tests |\n|---|---|---|---|\n`
  return head + rows.map((row) => rowOf(row, letter, reason)).join('')
}

function rowOf({ number, level, statement, reason }, letter, sectionReason) {
  const files = tests.get(number)
  const isMissing = !files && !reason && level === 'MUST' && proven.includes(letter)
  if (isMissing) problems.push(`${number} has no test`)
  const without = level === 'DOC' ? 'this page' : 'none yet'
  const why = reason || sectionReason
  const said = why ? (why.startsWith('n/a') ? why : `none yet (${why})`) : without
  const cell = files ? [...files].map(listed).join('<br>') : said
  return `| ${number} | ${level} | ${statement} | ${cell} |\n`
}

function listed([file, titles]) {
  const name = file.replace(/^(packages|apps)\//, '')
  const shown = titles
    .slice(0, written)
    .map((title) => escaped(title))
    .join('; ')
  const more = titles.length > written ? ` … ${titles.length} in all` : ''
  return `\`${name}\`: ${shown}${more}`
}

function escaped(text) {
  return text.replace(/[|\\`<*_]/g, '\\$&').replace(/\s+/g, ' ')
}
