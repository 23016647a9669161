import { existsSync, statSync } from 'node:fs'
import { join, posix, relative, sep } from 'node:path'
import type { MarkdownRenderer } from 'vitepress'
import { repository, root } from './repository.ts'
import { addressOf, pageOf } from './routes.ts'

/** Its heading stands over it, in larger letters. */
const frontPage = 'README.md'

/**
 * Links are written for a reader of the repository. Here those to what is a page of the site become links to
 * that page, and those to other files of the repository lead there. A link to nothing is an error.
 */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const file: unknown = env.realPath ?? env.path
    // A title alone, of no page.
    if (typeof file !== 'string') return
    const source = relative(root, file).split(sep).join('/')
    if (source === frontPage && tokens[0]?.tag === 'h1') tokens.splice(0, 3)
    for (const token of tokens) {
      if (token.type === 'html_block') token.content = relativeImages(token.content)
      for (const child of token.children ?? []) {
        const href = child.type === 'link_open' ? child.attrGet('href') : null
        if (href !== null) child.attrSet('href', resolveLink(href, source))
        if (child.type === 'html_inline') child.content = relativeImages(child.content)
      }
    }
  })
}

/** Where a link on the page of this source leads in the site. */
function resolveLink(href: string, source: string): string {
  if (/^([a-z][a-z0-9+.-]*:|#)/i.test(href)) return href
  const [path = '', hash] = href.split('#')
  const target = posix.join(posix.dirname(source), decodeURI(path)).replace(/\/$/, '')
  const file = join(root, target)
  if (target.startsWith('..') || !existsSync(file)) {
    throw new Error(`${source} links to ${href}, which is not there`)
  }
  const isFolder = statSync(file).isDirectory()
  const page = pageOf(isFolder ? `${target}/README.md` : target)
  if (page !== undefined && (!isFolder || existsSync(join(file, 'README.md')))) {
    return addressOf(page) + (hash === undefined ? '' : `#${hash}`)
  }
  return `${repository}/${isFolder ? 'tree' : 'blob'}/main/${target}`
}

/** Vue takes a path as one of a file only where it begins with a dot. */
function relativeImages(html: string): string {
  return html.replace(/\b(src|srcset)="(?![a-z]+:|[./])/g, '$1="./')
}

/** The ids of headings as GitHub makes them, so that a link to one leads there in both places. */
export function slugOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
