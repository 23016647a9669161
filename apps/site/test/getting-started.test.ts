import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { follow } from '../src/getting-started/follow.ts'
import { commandsOf, linesOf, readGuide } from '../src/getting-started/guide.ts'

const folder = mkdtempSync(join(tmpdir(), 'sojourn-guide-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A guide as it should be, whose app needs no package: sessions in a file, by hand. */
const whole = `---
title: By hand
---

\`\`\`sh
node --version
\`\`\`

\`\`\`js
// app.mjs
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

const file = 'sessions.json'
const sessions = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}

const form = (action, label) =>
  '<form method="post" action="' + action + '"><button>' + label + '</button></form>'

createServer((req, res) => {
  const [, before] = /sid=([\\w-]+)/.exec(req.headers.cookie) ?? []
  let session = sessions[before] ?? { user: 'Nobody', teas: 0 }
  if (req.method !== 'POST') {
    res.end(session.user + ' has ' + session.teas + ' tea' + form('/tea', 'Add tea') +
      form('/sign-in', 'Sign in') + form('/sign-out', 'Sign out'))
    return
  }
  if (req.url === '/tea') session.teas += 1
  if (req.url === '/sign-in') session.user = 'ada'
  if (req.url === '/sign-out') session = { user: 'Nobody', teas: 0 }
  delete sessions[before]
  const id = randomUUID()
  sessions[id] = session
  writeFileSync(file, JSON.stringify(sessions))
  res.writeHead(303, { location: '/', 'set-cookie': 'sid=' + id + '; Secure' }).end()
}).listen(process.env.PORT)
\`\`\`

\`\`\`sh
node app.mjs
\`\`\`

What comes after the app runs is not followed:

\`\`\`js
no code
\`\`\`
`

const guideOf = (page: string) => {
  const path = join(folder, 'guide.md')
  writeFileSync(path, page)
  return readGuide(path)
}

it('a guide that works is followed to its end', async () => {
  const guide = guideOf(whole)
  expect(guide.title).toBe('By hand')
  expect([commandsOf(guide), linesOf(guide)]).toEqual([2, 24])
  expect(await follow(guide, new Map())).toBeGreaterThan(0)
})

const faults: readonly (readonly [
  what: string,
  before: string,
  after: string,
  message: string | RegExp,
])[] = [
  [
    'has a mistake in its code',
    'createServer((',
    'createServer(((',
    /did not start[\s\S]*SyntaxError/,
  ],
  ['lacks a file', '// app.mjs', '// server.mjs', /did not start[\s\S]*Cannot find module/],
  ['has a command that fails', 'node --version', 'node --wrong', /ended with 9/],
  [
    'asks for a package that there is not',
    'node --version',
    'npm install @sojourn/nothing',
    'no package',
  ],
  ['signs nobody in', "session.user = 'ada'", '{}', 'should say "ada has 1 tea"'],
  ['keeps the token at the sign-in', 'randomUUID()', "'one'", 'has kept the token'],
  [
    'forgets at a restart',
    'writeFileSync(file, JSON.stringify(sessions))',
    '',
    'should say "ada has 2 tea"',
  ],
  [
    'lets a signed-out session live',
    'delete sessions[before]',
    '',
    'should say "Nobody has 0 tea"',
  ],
]

it.each(faults)('a guide that %s fails', async (_, before, after, message) => {
  expect(whole).toContain(before)
  await expect(follow(guideOf(whole.replace(before, after)), new Map())).rejects.toThrow(message)
})

it('a guide whose app never answers fails', async () => {
  const guide = guideOf(whole.replace('.listen(process.env.PORT)', '.listen(0)'))
  await expect(follow(guide, new Map(), 1000)).rejects.toThrow('did not answer on the port')
})

it('a guide whose reader would not know what to do fails', () => {
  expect(() => guideOf(whole.replace('// app.mjs\n', ''))).toThrow('names no file')
  expect(() => guideOf(whole.replace('node app.mjs', ''))).toThrow('starts no app')
})
