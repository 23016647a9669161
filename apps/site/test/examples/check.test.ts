import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { readProjects } from '../../src/examples/page.ts'
import { writeProjects } from '../../src/examples/write.ts'

// In the app, where the packages are found.
const target = mkdtempSync(join(import.meta.dirname, '../../examples/.test-'))
afterAll(() => rmSync(target, { recursive: true, force: true }))

/** What the compiler says of a page's examples. */
async function check(...lines: string[]): Promise<string> {
  const folders = writeProjects({ path: 'page.md', text: lines.join('\n') }, target)
  const { stdout } = await promisify(execFile)('tsc', ['-b', ...folders]).catch(
    (error: { stdout: string }) => error,
  )
  return stdout
}

const sessions = [
  '```ts',
  '// sessions.ts, shared by all',
  "import { memoryBackend } from '@sojourn/backend-memory'",
  "import { createSessions } from '@sojourn/core'",
  'export const sessions = createSessions<{ visits: number }>({ backend: memoryBackend() })',
  '```',
]
const use = (key: string): string[] => [
  '```ts',
  "import { sessions } from './sessions.ts'",
  `sessions.open().set('${key}', 1)`,
  '```',
]

describe('the examples of a page', () => {
  it('import each other, by the names in their first lines', async () => {
    expect(await check('# Page', ...sessions, 'Then:', ...use('visits'))).toBe('')
  })

  it('fail where a block is wrong, at its line of the page', async () => {
    expect(await check('# Page', ...sessions, 'Then:', ...use('visit'))).toMatch(
      /page\/block-1\.ts\(11,\d+\): error TS/,
    )
  })

  it('fail where a block uses what is not there', async () => {
    expect(await check('```ts', 'app.listen(3000)', '```')).toContain("Cannot find name 'app'")
  })

  it('may begin with what a comment hides, and use what one holds', async () => {
    const hidden = ['<!-- example: port.ts', 'export const port = 3000', '-->']
    const prelude = ['<!-- example', "import { port } from './port.ts'", '-->']
    expect(await check(...hidden, ...prelude, '```ts', 'port.toFixed()', '```')).toBe('')
    expect(await check(...hidden, ...prelude, '```ts', 'port.trim()', '```')).toContain('(8,6)')
  })

  it('are checked before a block replaces a file, and after', async () => {
    const one = ['```ts', '// one.ts', 'export const one = 1', '```']
    const two = ['```ts', "import { one } from './one.ts'", 'one.toFixed()', '```']
    const changed = ['```ts', '// one.ts', "export const one = '1'", '```']
    expect(await check(...one, ...two)).toBe('')
    expect(await check(...changed, ...two, ...one)).toMatch(/^\S*page~1\/block-1.ts\(7,5\)/)
    expect(await check(...one, ...two, ...changed)).toMatch(/^\S*page\/block-1.ts\(7,5\)/)
  })

  it('are left alone only for a reason', () => {
    const page = (info: string): string => `\`\`\`ts ${info}\nnot code\n\`\`\``
    expect(readProjects(page('no-check="an excerpt of express-session"'))).toEqual([])
    expect(() => readProjects(page('no-check'))).toThrow('Line 2: no-check says why')
    expect(() => readProjects(page('no-check=""'))).toThrow('Line 2: no-check says why')
  })

  it('are not other languages, and not what a comment hides for nothing', () => {
    expect(readProjects('```sh\nnpm test\n```\n\n```json\n{}\n```')).toEqual([])
    expect(() => readProjects('<!-- example\nconst a = 1\n-->\n')).toThrow('no block follows')
    expect(() => readProjects('```ts\nconst a = 1')).toThrow('has no end')
  })

  it('keep no file of an earlier version of the page', async () => {
    await check(...sessions, ...use('visits'))
    expect(await check(...use('visits'))).toContain("Cannot find module './sessions.ts'")
  })

  it('are at the lines of the page, and in a list without its indentation', () => {
    const [project] = readProjects(
      '- item\n\n  ```ts\n  // a.ts\n  if (true) {\n    run()\n  }\n  ```\n',
    )
    expect(project?.get('a.ts')).toBe('\n\n\n// a.ts\nif (true) {\n  run()\n}\n')
  })

  it('are written as their framework wants them', async () => {
    const next = [
      "import { cookies } from 'next/headers'",
      "import { a } from './a'",
      'void [cookies, a]',
    ]
    const node = ["import { a } from './a'", 'void a']
    const page = (lines: string[]): string[] => [
      ...['```ts', '// a.ts', 'export const a = 1', '```'],
      ...['```ts', ...lines, '```'],
    ]
    expect(await check(...page(next))).toBe('')
    expect(await check(...page(node))).toContain('explicit file extensions')
  })
})
