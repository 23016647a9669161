import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DefaultTheme } from 'vitepress'
import { root } from './repository.ts'
import { addressOf, pageOf } from './routes.ts'

interface Page {
  readonly title: string
  readonly order: number
  readonly link: string
}

const guides = 'docs/guides/*.md'

/** Everything that is there, by folder: a new page needs no entry anywhere. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const groups: DefaultTheme.SidebarItem[] = [
    { text: 'Getting started', items: pages(guides, (order) => order < 20) },
    { text: 'Guides', items: pages(guides, (order) => order >= 20 && order < 80) },
    { text: 'Moving here', items: pages(guides, (order) => order >= 80) },
    { text: 'Packages', items: pages('packages/*/README.md') },
    {
      text: 'API reference',
      link: addressOf('reference/index.md'),
      collapsed: true,
      items: pages('apps/reference/pages/**/!(index).md'),
    },
    { text: 'Operations and internals', items: pages('docs/*.md') },
    { text: 'Decisions', collapsed: true, items: pages('docs/decisions/*.md') },
    { text: 'Taking part', items: pages('{CONTRIBUTING,SECURITY}.md') },
  ]
  return groups.filter(({ items }) => items && items.length > 0)
}

/** The first guide. */
export function firstGuide(): string {
  return pages(guides)[0]?.link ?? '/packages/core'
}

function pages(
  pattern: string,
  isIn: (order: number) => boolean = () => true,
): { text: string; link: string }[] {
  return globSync(pattern, { cwd: root })
    .map(readPage)
    .filter(({ order }) => isIn(order))
    .sort((a, b) => a.order - b.order || a.link.localeCompare(b.link))
    .map(({ title, link }) => ({ text: title, link }))
}

function readPage(source: string): Page {
  const text = readFileSync(join(root, source), 'utf8')
  const frontmatter = /^---\n(?<fields>.*?)\n---\n/s.exec(text)?.groups?.['fields'] ?? ''
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}: *(?<value>.+)$`, 'm').exec(frontmatter)?.groups?.['value']
  const page = pageOf(source)
  const title = field('title') ?? /^# (?<title>.+)$/m.exec(text)?.groups?.['title']
  if (page === undefined || title === undefined) throw new Error(`${source} has no title`)
  return {
    title: title.replaceAll('`', ''),
    order: Number(field('order') ?? 0),
    link: addressOf(page),
  }
}
