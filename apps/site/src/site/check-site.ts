import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Page {
  readonly ids: ReadonlySet<string>
  /** What it links to, and what it shows or runs: paths of the site, or addresses elsewhere. */
  readonly links: readonly string[]
  readonly loads: readonly string[]
}

/** What is wrong with the links of a built site: to pages, to headings, to files; and what it loads from elsewhere. */
export function checkSite(folder: string): string[] {
  const files = new Set(globSync('**/*.*', { cwd: folder }).map((file) => `/${file}`))
  const pages = new Map<string, Page>()
  for (const file of files) {
    if (file.endsWith('.html')) pages.set(file, readPage(readFileSync(join(folder, file), 'utf8')))
  }
  const faults: string[] = []
  for (const [file, { links, loads }] of pages) {
    for (const link of links) {
      if (isElsewhere(link)) continue
      const { pathname, hash } = new URL(link, `http://site${file}`)
      const target = fileOf(decodeURI(pathname), files)
      const page = pages.get(target ?? '')
      if (!target) faults.push(`${file} links to ${link}, which is not there`)
      else if (hash && page && !page.ids.has(decodeURIComponent(hash.slice(1)))) {
        faults.push(`${file} links to ${link}: no such heading`)
      }
    }
    for (const load of loads) {
      if (isElsewhere(load)) faults.push(`${file} loads ${load} from elsewhere`)
      else if (!files.has(new URL(load, `http://site${file}`).pathname)) {
        faults.push(`${file} loads ${load}, which is not there`)
      }
    }
  }
  for (const file of files) {
    if (!file.endsWith('.css')) continue
    const [url] =
      /url\(["']?(?:https?:)?\/\/[^)]*|@import[^;]*/.exec(
        readFileSync(join(folder, file), 'utf8'),
      ) ?? []
    if (url) faults.push(`${file} loads ${url} from elsewhere`)
  }
  return faults
}

function readPage(html: string): Page {
  const values = (pattern: RegExp): string[] =>
    [...html.matchAll(pattern)].map(({ 1: value = '' }) => value.replaceAll('&amp;', '&'))
  return {
    ids: new Set(values(/ id="([^"]*)"/g)),
    links: values(/<a [^>]*?href="([^"]*)"/g),
    loads: [
      ...values(/<(?:script|img|source|iframe|video|audio)\b[^>]*? (?:src|srcset)="([^"]*)"/g),
      ...values(/<link\b[^>]*? href="([^"]*)"/g),
    ],
  }
}

const isElsewhere = (link: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link)

/** As a web server answers an address without an ending. */
function fileOf(path: string, files: ReadonlySet<string>): string | undefined {
  return [path, `${path}.html`, `${path.replace(/\/$/, '')}/index.html`].find((file) =>
    files.has(file),
  )
}
