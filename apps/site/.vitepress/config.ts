import { join, relative } from 'node:path'
import { defineConfig } from 'vitepress'
import { repositoryLinks, slugOf } from '../src/site/links.ts'
import { repository, root } from '../src/site/repository.ts'
import { addressOf, notPages, pageOf } from '../src/site/routes.ts'
import { firstGuide, sidebar } from '../src/site/sidebar.ts'
import { vueOfThisApp } from '../src/site/vue.ts'
import { logger } from '../src/site/warnings.ts'

const app = join(import.meta.dirname, '..')

export default defineConfig({
  title: 'Sojourn',
  description: 'Session management for TypeScript servers: one engine, any store, any framework.',
  lang: 'en',
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  // The pages stay where a reader of the repository finds them.
  srcDir: relative(app, root),
  srcExclude: [...notPages],
  rewrites: (source) => pageOf(source) ?? source,
  outDir: join(app, 'dist'),
  cleanUrls: true,
  lastUpdated: false,
  vite: {
    customLogger: logger,
    publicDir: join(app, 'public'),
    plugins: [vueOfThisApp()],
    // The index of the search, which is fetched when somebody searches.
    build: { chunkSizeWarningLimit: 1500 },
  },
  markdown: { anchor: { slugify: slugOf }, config: repositoryLinks },
  transformPageData: (page) => {
    if (page.relativePath !== 'index.md') return
    page.title = 'Sojourn'
    page.titleTemplate = false
    page.frontmatter['layout'] = 'home'
    page.frontmatter['hero'] = {
      name: 'Sojourn',
      text: 'Sessions for TypeScript servers',
      tagline: 'One engine, any store, any framework.',
      actions: [
        { theme: 'brand', text: 'Get started', link: firstGuide() },
        { theme: 'alt', text: 'API reference', link: addressOf('reference/index.md') },
      ],
    }
  },
  themeConfig: {
    nav: [
      { text: 'Guides', link: firstGuide(), activeMatch: '/guides/' },
      { text: 'Reference', link: addressOf('reference/index.md'), activeMatch: '/reference/' },
      { text: 'Security', link: '/security' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: repository }],
    editLink: { pattern: `${repository}/edit/main/:path` },
  },
})
