import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { checkSite } from '../src/site/check-site.ts'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-site-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What is wrong with a site of these files, beside one page, `/guides/testing`, with one heading. */
function faultsOf(files: Record<string, string>): string[] {
  const all = { 'guides/testing.html': '<h2 id="your-app">Your app</h2>', ...files }
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return checkSite(folder)
}

it('links to pages, headings and files that are there are sound', () => {
  const links = ['/guides/testing', '/guides/testing#your-app', './guides/testing', '#top', '/']
  const page = links.map((link) => `<a class="link" href="${link}">x</a>`).join('')
  const loads = '<h1 id="top"></h1><img alt="" src="/a.svg"><a href="https://nodejs.org">Node</a>'
  expect(faultsOf({ 'index.html': page + loads, 'a.svg': '' })).toEqual([])
})

it.each([
  ['a page', '<a href="/guides/tests">x</a>', 'links to /guides/tests, which is not there'],
  ['a heading', '<a href="/guides/testing#app">x</a>', 'links to /guides/testing#app: no such'],
  ['a heading of its own', '<a href="#top">x</a>', 'links to #top: no such heading'],
  ['a picture', '<img alt="" src="/a.svg">', 'loads /a.svg, which is not there'],
])('a link to %s that is not there is a fault', (_, html, fault) => {
  expect(faultsOf({ 'index.html': html })).toEqual([expect.stringContaining(fault)])
})

it.each([
  ['a script', 'index.html', '<script async src="https://a.example/a.js"></script>'],
  ['a style sheet', 'index.html', '<link rel="stylesheet" href="//a.example/a.css">'],
  ['a font', 'a.css', '@font-face { src: url("https://a.example/a.woff2") }'],
])('%s from elsewhere is a fault', (_, file, text) => {
  expect(faultsOf({ [file]: text })).toEqual([
    expect.stringMatching(/loads .*a\.example.* from elsewhere/),
  ])
})
