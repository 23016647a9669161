// Uses the packages as a stranger would: installs their tarballs with npm into an empty project, imports,
// requires and type-checks them there, on the oldest Node that we support and on the workspace's.
// `node scripts/check-packed.mjs <folder>`, where `packPackages` has put them; check-packages.mjs runs it.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { publishedPackages, tarballOf } from './published-packages.mjs'
import { environment, root } from './setup.mjs'

const packed = resolve(process.argv[2])
const oldestNode = '22.13.1'
const ofNext = '@sojourn/adapter-next'
const shell = process.platform === 'win32'
const tsc = join(root, 'node_modules', '.bin', 'tsc')
const project = mkdtempSync(join(tmpdir(), 'sojourn-packed-'))
const nodes = []
let failures = 0

try {
  const manifests = installTarballs()
  const names = Object.keys(manifests)
  const entries = names.flatMap((name) =>
    Object.keys(manifests[name].exports)
      .filter((path) => path !== './package.json')
      .map((path) => name + path.slice(1)),
  )
  // The testkit works inside vitest only, and has a check of its own below.
  writeJson(
    'entries.json',
    entries.filter((entry) => !entry.startsWith('@sojourn/testkit')),
  )

  nodes.push(
    [`Node ${oldestNode}`, installNode(oldestNode)],
    [`Node ${process.versions.node}`, process.execPath],
  )
  for (const [label, node] of nodes) {
    check(`${label}: import and require of every entry`, node, ['smoke.cjs'])
    check(`${label}: a session is set, saved and opened again`, node, ['smoke.mjs'])
    check(`${label}: a session outlives its process in SQLite`, node, ['smoke-db.mjs'])
    check(`${label}: sessions in cookies`, node, ['smoke-cookie.mjs'])
    check(`${label}: two visits through Koa 3 and Koa 2`, node, ['smoke-koa.mjs'])
  }

  for (const major of [11, 12]) checkNest(major, manifests)

  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs')
  check('the testkit in a project of its own', process.execPath, [vitest, 'run'])

  const strict = entries.filter((entry) => entry !== ofNext)
  writeFileSync(
    join(project, 'entries.ts'),
    strict.map((entry, index) => `export * as entry${index} from '${entry}'`).join('\n'),
  )
  const common = { strict: true, noEmit: true, target: 'es2023', lib: ['es2023'], types: ['node'] }
  const modes = {
    nodenext: { module: 'nodenext' },
    bundler: { module: 'preserve', moduleResolution: 'bundler' },
  }
  for (const [mode, options] of Object.entries(modes)) {
    const config = `tsconfig.${mode}.json`
    writeJson(config, {
      // skipLibCheck stays off: our declarations are read to the last line.
      compilerOptions: { ...common, ...options },
      files: [
        'entries.ts',
        'types.ts',
        'conformance.test.ts',
        ...(mode === 'nodenext' ? ['types.cts'] : []),
      ],
    })
    check(`TypeScript: declarations under ${mode}`, tsc, ['-p', config])
  }
  // As Next's own template has it: its declarations need those of browsers and of React, and are not
  // free of errors themselves.
  writeJson('tsconfig.next.json', {
    compilerOptions: {
      ...common,
      ...modes.bundler,
      lib: ['es2023', 'dom'],
      types: ['node', 'react'],
      skipLibCheck: true,
    },
    files: ['types-next.ts'],
  })
  check('TypeScript: the declarations for Next', tsc, ['-p', 'tsconfig.next.json'])
} finally {
  rmSync(project, { recursive: true, force: true })
}
if (failures > 0) process.exit(1)

/** Installs the tarballs, and what they need beside them, with npm. */
function installTarballs() {
  const manifests = Object.fromEntries(
    publishedPackages().map(({ source }) => [source.name, source]),
  )

  // The oldest of what a peer range promises, beside what the catalog has.
  const dependencies = { koa2: 'npm:koa@2.16.4' }
  for (const [name, manifest] of Object.entries(manifests)) {
    dependencies[name] = `file:${tarballOf(packed, manifest)}`
  }
  const catalog = readCatalog()
  const peers = Object.values(manifests).flatMap(({ peerDependencies = {} }) =>
    Object.keys(peerDependencies).filter((name) => !(name in manifests)),
  )
  for (const name of ['@types/node', '@types/react', ...peers]) {
    for (const each of [name, `@types/${name}`])
      if (each in catalog) dependencies[each] = catalog[each]
  }

  writeJson('package.json', { name: 'consumer', private: true, type: 'module', dependencies })
  cpSync(join(root, 'scripts', 'packed-consumer'), project, { recursive: true })
  npm(['install'], project)
  return manifests
}

/** A Nest application in a project of its own, because all of Nest's packages have to be of one major. */
function checkNest(major, manifests) {
  const dependencies = {
    'reflect-metadata': '^0.2.2',
    rxjs: '^7.8.2',
    '@types/node': readCatalog()['@types/node'],
  }
  for (const name of ['common', 'core', 'platform-express', 'platform-fastify']) {
    dependencies[`@nestjs/${name}`] = `^${major}.0.0`
  }
  for (const name of ['core', 'adapter-nest', 'backend-memory']) {
    const manifest = manifests[`@sojourn/${name}`]
    dependencies[manifest.name] = `file:${tarballOf(packed, manifest)}`
  }
  const folder = `nest-${major}`
  mkdirSync(join(project, folder))
  writeJson(`${folder}/package.json`, { name: folder, private: true, dependencies })
  npm(['install'], join(project, folder))
  for (const [type, emitDecoratorMetadata] of [
    ['commonjs', true],
    ['module', false],
  ]) {
    const path = `${folder}/${type}`
    cpSync(join(project, 'nest'), join(project, path), { recursive: true })
    writeJson(`${path}/package.json`, { private: true, type })
    writeJson(`${path}/tsconfig.json`, {
      compilerOptions: {
        strict: true,
        target: 'es2022',
        module: 'nodenext',
        types: ['node'],
        outDir: 'dist',
        rootDir: '.',
        experimentalDecorators: true,
        emitDecoratorMetadata,
        skipLibCheck: true,
      },
    })
    check(`Nest ${major}, ${type}: it compiles`, tsc, ['-p', path])
    for (const [label, node] of nodes) {
      check(`${label}: Nest ${major}, ${type}, on Express and on Fastify`, node, [
        `${path}/dist/app.js`,
      ])
    }
  }
}

/** The versions that the workspace tests with. */
function readCatalog() {
  const [, block = ''] = /^catalog:\n((?: .*\n)+)/m.exec(
    readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'),
  ) ?? ['']
  return Object.fromEntries(
    [...block.matchAll(/^ +['"]?([^'":]+)['"]?: +(\S+)$/gm)].map(([, name, range]) => [
      name,
      range,
    ]),
  )
}

/** A Node from the registry, kept for the next run. */
function installNode(version) {
  const folder = join(root, 'node_modules', '.cache', `node-${version}`)
  const binary = join(folder, 'node_modules', 'node', 'bin', shell ? 'node.exe' : 'node')
  if (!existsSync(binary)) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    npm(['install', `node@${version}`], folder)
  }
  return binary
}

function npm(args, cwd) {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  const { status, stdout, stderr } = spawnSync('npm', [...args, ...quiet], {
    cwd,
    env: environment(),
    encoding: 'utf8',
    shell,
  })
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed\n${stdout}\n${stderr}`)
}

function check(name, command, args) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: project,
    env: environment(),
    encoding: 'utf8',
    shell: shell && command === tsc,
  })
  if (status === 0) {
    console.log(`✓ ${name}`)
  } else {
    failures += 1
    console.error(`✗ ${name}\n${error ?? ''}${stdout}${stderr}`)
  }
}

function writeJson(file, value) {
  writeFileSync(join(project, file), `${JSON.stringify(value, null, 2)}\n`)
}
