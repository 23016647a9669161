// What the pages and comments refer to is there: the files and headings that Markdown links to, the files of
// docs/, the source files and the decisions that comments name, the requirements by their numbers; and the
// files that the map of the architecture names, which in turn names every app and every folder of core.
// Plain Node 20, no dependencies.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../', import.meta.url))
const requirements = new Set(
  [...read('docs/requirements.txt').matchAll(/^([RT]\d+[ab]?) (?:MUST|SHOULD|DOC) /gm)].map(
    ([, number]) => number,
  ),
)
const decisions = new Set(
  readdirSync(join(root, 'docs/decisions')).map((name) => Number.parseInt(name, 10)),
)
const problems = []

const files = listed()
for (const file of files) {
  const text = read(file)
  if (file.endsWith('.md')) checkLinks(file, text)
  else checkNames(file, text)
}
checkMap('docs/architecture.md')
for (const problem of problems) console.error(problem)
console.log(`${files.length} pages and source files refer to things, ${problems.length} problems`)
process.exitCode = problems.length > 0 ? 1 : 0

function listed() {
  const patterns = ['*.md', '*.ts', '*.tsx', '*.mjs', '*.cts', '*.js', '*.yml', '.ci/run']
  const options = ['-z', '--cached', '--others', '--exclude-standard']
  const found = execFileSync('git', ['ls-files', ...options, ...patterns], {
    cwd: root,
    encoding: 'utf8',
  })
  return found.split('\0').filter((file) => file !== '' && existsSync(join(root, file)))
}

function read(file) {
  return readFileSync(join(root, file), 'utf8')
}

function checkLinks(file, text) {
  for (const [, target] of withoutCode(text).matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
    if (/^[a-z]+:/.test(target)) continue
    const [path = '', heading] = target.split('#')
    const to = path === '' ? file : normalize(join(dirname(file), path))
    if (!existsSync(join(root, to))) problems.push(`${file} links to ${target}, which is not there`)
    else if (heading !== undefined && !hasHeading(to, heading)) {
      problems.push(`${file} links to ${target}, but ${to} has no such heading`)
    }
  }
}

function withoutCode(text) {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '').replace(/`[^`\n]*`/g, '')
}

/** As GitHub makes anchors of headings: the second one of a name ends in "-1". It shows a folder with its README. */
function hasHeading(file, anchor) {
  const isFolder = statSync(join(root, file)).isDirectory()
  const headings = read(isFolder ? join(file, 'README.md') : file)
    .replace(/^ *```[\s\S]*?^ *```/gm, '')
    .matchAll(/^#+ (.*)$/gm)
  const slugs = [...headings].map(([, heading]) => slug(heading))
  const [, name = anchor, number] = /^(.*)-(\d+)$/.exec(anchor) ?? []
  const hasName = slugs.filter((one) => one === name).length > Number(number ?? 0)
  return hasName || slugs.includes(anchor)
}

function slug(heading) {
  const plain = heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
  return plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-')
}

function checkNames(file, text) {
  for (const [number] of text.matchAll(/\b[RT]\d{1,3}[ab]?\b/g)) {
    if (!requirements.has(number)) problems.push(`${file} names ${number}, which is no requirement`)
  }
  for (const [, number] of text.matchAll(/\bdecision (\d+)\b/gi)) {
    if (!decisions.has(Number(number)))
      problems.push(`${file} names decision ${number}, which there is not`)
  }
  for (const [line] of text.matchAll(/^\s*(?:\/\/|\/?\*).*$/gm)) {
    for (const [, name] of line.matchAll(/`([\w-][\w/.-]*\.(?:tsx?|mjs))`/g)) {
      if (!isListed(name)) problems.push(`${file} names ${name}, which is not there`)
    }
  }
  for (const [path] of text.matchAll(/\bdocs\/[\w./-]+\.(?:md|txt)\b/g)) {
    if (!existsSync(join(root, path))) problems.push(`${file} names ${path}, which is not there`)
  }
}

function checkMap(map) {
  const text = read(map)
  for (const [name] of text.matchAll(/[\w-][\w./-]*\.ts\b/g)) {
    if (!isListed(name)) problems.push(`${map} names ${name}, which is not there`)
  }
  for (const app of new Set(files.map((file) => /^apps\/([^/]+)\//.exec(file)?.[1]))) {
    if (app !== undefined && !text.includes(app)) problems.push(`${map} does not name apps/${app}`)
  }
  for (const entry of readdirSync(join(root, 'packages/core/src'), { withFileTypes: true })) {
    const isMissing = entry.isDirectory() && !text.includes(`| \`${entry.name}/\` |`)
    if (isMissing) problems.push(`${map} has no row for ${entry.name}/ of core`)
  }
}

/** Whether there is a source file whose path ends so. */
function isListed(name) {
  return files.some((file) => file === name || file.endsWith(`/${name}`))
}
