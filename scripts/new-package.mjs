// Adds a package to the workspace: `node scripts/new-package.mjs backend-redis "Redis backend for Sojourn"`.
// It gets what every package has; CONTRIBUTING.md says what to do next.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root, run } from './setup.mjs'

const [name = '', description = ''] = process.argv.slice(2)
if (!/^[a-z][a-z0-9-]*$/.test(name) || description === '') {
  console.error('Usage: node scripts/new-package.mjs <folder-name> "<description>"')
  process.exit(2)
}
const folder = join(root, 'packages', name)
if (existsSync(folder)) {
  console.error(`packages/${name} is there already.`)
  process.exit(1)
}

// One package is the model for the fields that are the same everywhere.
const model = JSON.parse(readFileSync(join(root, 'packages/backend-memory/package.json'), 'utf8'))
const { license, type, sideEffects, engines, files, exports, publishConfig, scripts } = model

write('package.json', {
  name: `@sojourn/${name}`,
  version: model.version,
  description,
  keywords: ['session', 'sessions', 'sojourn'],
  license,
  repository: { ...model.repository, directory: `packages/${name}` },
  type,
  sideEffects,
  engines,
  files,
  exports,
  publishConfig,
  scripts: { ...scripts, test: `vitest run --root ../.. --project ${name}` },
  peerDependencies: { '@sojourn/core': 'workspace:^' },
  devDependencies: {
    '@sojourn/core': 'workspace:*',
    '@sojourn/testkit': 'workspace:*',
    '@types/node': 'catalog:',
    vitest: 'catalog:',
  },
})
write('tsconfig.json', { extends: '../../tsconfig.base.json', include: ['src'] })
write('tsconfig.build.json', { extends: '../../tsconfig.build.json' })
write('test/tsconfig.json', { extends: '../../../tsconfig.test.json', include: ['.', '../src'] })
write('src/index.ts', 'export {}\n')
write(
  'README.md',
  `# @sojourn/${name}

${description}.

\`\`\`sh
npm install @sojourn/core @sojourn/${name}
\`\`\`

Node 22.13 or newer. ES modules, which CommonJS can \`require\` as well.

MIT
`,
)
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
process.exitCode = await run('biome', ['check', '--write', `packages/${name}`])

function write(file, content) {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
}
