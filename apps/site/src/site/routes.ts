/** Which Markdown files of the repository are pages, and where they are in the site. First match wins. */
const routes: readonly (readonly [source: RegExp, page: string])[] = [
  [/^README\.md$/, 'index.md'],
  [/^CONTRIBUTING\.md$/, 'contributing.md'],
  [/^SECURITY\.md$/, 'reporting.md'],
  [/^apps\/reference\/pages\/(.+)$/, 'reference/$1'],
  [/^docs\/(.+)$/, '$1'],
  [/^packages\/([^/]+)\/README\.md$/, 'packages/$1.md'],
]

/** What is Markdown and no page. */
export const notPages: readonly string[] = [
  '**/node_modules/**',
  '.*/**',
  'scripts/**',
  'apps/!(reference)/**',
  'packages/*/!(README).md',
  'packages/*/*/**',
  'CHANGELOG.md',
]

/** The page that a Markdown file is, such as `guides/testing.md`; `undefined` where it is none. */
export function pageOf(source: string): string | undefined {
  for (const [pattern, page] of routes) {
    if (source.endsWith('.md') && pattern.test(source)) return source.replace(pattern, page)
  }
  return undefined
}

/** The address of a page, such as `/guides/testing`. */
export function addressOf(page: string): string {
  return `/${page.replace(/(^|\/)index\.md$/, '$1').replace(/\.md$/, '')}`
}
