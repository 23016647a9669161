// Judges .github/workflows with GitHub's own parser, and by what it cannot know: that the commands exist, and
// that every action is pinned by its commit.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { root } from './setup.mjs'

// The parser imports its schema as bundlers like it; Node wants to be told that it is JSON.
registerHooks({
  load(url, context, next) {
    const importAttributes = url.endsWith('.json') ? { type: 'json' } : context.importAttributes
    return next(url, { ...context, importAttributes })
  },
})
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import(
  '@actions/workflow-parser'
)

const folder = join(root, '.github', 'workflows')
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
let failed = false
for (const name of readdirSync(folder)) {
  const content = readFileSync(join(folder, name), 'utf8')
  for (const problem of await problemsOf(name, content)) {
    console.error(`✗ .github/workflows/${name}: ${problem}`)
    failed = true
  }
}
if (failed) process.exit(1)

async function problemsOf(name, content) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter())
  if (value) await convertWorkflowTemplate(context, value)
  const matches = (pattern) => [...content.matchAll(pattern)].map(([, found]) => found)
  const commands = matches(/\brun: *npm (?:run )?([\w:-]+)/g)
  const files = matches(/\brun: *bash (\S+)/g)
  const actions = matches(/\buses: *(\S+)/g)
  return [
    ...context.errors.getErrors().map(({ message }) => message.split('\n')[0]),
    ...commands
      .filter((script) => !Object.hasOwn(scripts, script))
      .map((script) => `package.json has no script ${script}`),
    ...files.filter((file) => !existsSync(join(root, file))).map((file) => `there is no ${file}`),
    ...actions
      .filter((action) => !/^\.\/|@[0-9a-f]{40}$/.test(action))
      .map((action) => `${action} is not pinned by its commit`),
    ...(/^permissions:/m.test(content) ? [] : ['permissions are not stated']),
  ]
}
