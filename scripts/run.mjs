// Every command of the root package.json: `node scripts/run.mjs <task> [arguments]`. Each does all of its own
// set-up, so that it works in a fresh clone, and runs on the workspace's Node, not on the machine's.
// Plain Node 20, no dependencies.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pnpm, run, setup } from './setup.mjs'

const source = '--conditions=@sojourn/source'
const requirements = 'scripts/list-requirements.mjs'

const tasks = {
  setup: () => 0,
  demo: async (args) =>
    (await turbo('build')) || run('node', [source, 'apps/demo/src/demo.ts', ...args]),
  bench: async (args) =>
    (await prepareMachine()) || run('node', [source, 'apps/bench/src/main.ts', ...args]),
  // Some of the demos, which are tested too, run from what they are built into.
  unit: async (args) => (await prepareMachine()) || (await turbo('build')) || vitest('unit', args),
  soak: async (args) => (await prepareMachine()) || vitest('soak', args, { SOJOURN_SOAK: '1' }),
  typecheck: () =>
    all([
      ['types of the packages and their tests', () => turbo('typecheck')],
      ['types of the configuration files', () => run('tsc', ['-p', 'tsconfig.json'])],
    ]),
  lint: (args) =>
    all([
      ['lint and format', () => run('biome', ['check', '--error-on-warnings', ...args])],
      ['requirements and their tests', () => run('node', [requirements, '--check'])],
      ['unused files, exports and dependencies (knip)', () => run('knip', [])],
      ['options in the READMEs', () => run('node', ['scripts/check-option-tables.mjs'])],
      ['workflows for GitHub', () => run('node', ['scripts/check-workflows.mjs'])],
      ['how long the source files are', () => run('node', ['scripts/check-sizes.mjs'])],
      ['what pages and comments refer to', () => run('node', ['scripts/check-references.mjs'])],
    ]),
  format: async (args) =>
    (await run('biome', ['check', '--write', ...args])) || run('node', [requirements]),
  build: () => turbo('build'),
  'check:packages': async (args) =>
    (await turbo('build', '--filter=./packages/*')) ||
    run('node', ['scripts/check-packages.mjs', ...args]),
  'check:getting-started': async (args) =>
    (await turbo('build', '--filter=./packages/*')) ||
    run('node', ['scripts/check-getting-started.mjs', ...args]),
  // Those of every page, or of the pages that are named.
  examples: (args) => run('node', ['apps/site/src/examples/check.ts', ...args]),
  // Builds the documentation, the API reference first; with `--dev`, serves it.
  site: async (args) =>
    (await run('node', ['apps/reference/src/main.ts'])) ||
    run('node', ['apps/site/src/site.ts', ...args]),
  pnpm,
  'release:version': async () =>
    (await run('changeset', ['version'])) || pnpm(['install', '--lockfile-only']),
  release: (args) => run('node', ['scripts/release.mjs', ...args]),
  test: (args) => {
    process.env.SOJOURN_REPORTS ??= mkdtempSync(join(tmpdir(), 'sojourn-reports-'))
    const report = join(process.env.SOJOURN_REPORTS, 'unit.json')
    return all([
      ['tests', () => tasks.unit(args)],
      // A part of the tests proves only a part.
      ...(args.length > 0
        ? []
        : [['backends, as tested', () => run('node', ['scripts/backend-tables.mjs', report])]]),
      ['type tests, and the examples of the documentation', () => tasks.typecheck([])],
      ['the documentation as a site', () => tasks.site([])],
      ['the getting-started guides, followed', () => tasks['check:getting-started']([])],
    ])
  },
}

/** Redis, PostgreSQL and MariaDB, and a browser if one is needed: installed unless they are there. */
function prepareMachine() {
  return run('node', [source, 'packages/test-servers/src/prepare-machine.ts'])
}

// .ci/run sums up the reports of several runs.
function vitest(name, args, env) {
  const folder = process.env.SOJOURN_REPORTS
  if (!folder) return run('vitest', ['run', ...args], { env })
  mkdirSync(folder, { recursive: true })
  const report = `--outputFile.json=${join(folder, `${name}.json`)}`
  return run('vitest', ['run', '--reporter=default', '--reporter=json', report, ...args], { env })
}

function turbo(task, ...args) {
  // Turbo starts the scripts of the packages through the pnpm that it finds on the path.
  return pnpm(['exec', 'turbo', 'run', task, '--continue', '--output-logs=new-only', ...args])
}

/** Runs every step, also after one has failed, and says at the end which did. */
async function all(steps) {
  const failed = []
  for (const [name, step] of steps) {
    console.log(`\n› ${name}`)
    if ((await step()) !== 0) failed.push(name)
  }
  for (const name of failed) console.error(`✗ failed: ${name}`)
  return failed.length > 0 ? 1 : 0
}

const [name = '', ...args] = process.argv.slice(2)
if (!Object.hasOwn(tasks, name)) {
  console.error(`Usage: node scripts/run.mjs <${Object.keys(tasks).join(' | ')}> [arguments]`)
  process.exit(2)
}
// `npm run pnpm -- install` is how the lockfile changes: nothing to install from it before.
if (name !== 'pnpm') await setup()
process.exitCode = await tasks[name](args)
