import { existsSync, readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = '@sojourn/source'
const soak = process.env['SOJOURN_SOAK'] === '1'

const projects = ['packages', 'apps'].flatMap((group) =>
  readdirSync(new URL(group, import.meta.url))
    .filter((name) => existsSync(new URL(`${group}/${name}/package.json`, import.meta.url)))
    .map((name) => ({ name, root: `${group}/${name}` })),
)

/** What a project wants done before its tests. */
const setUp = (root: string): string[] => {
  const file = fileURLToPath(new URL(`${root}/test/global-setup.ts`, import.meta.url))
  return existsSync(file) ? [file] : []
}

const skipped = soak ? ['**/node_modules/**'] : ['**/node_modules/**', '**/*.soak.test.ts']

/** Where Nest 11 is: several packages that have to be of one major, so a folder of its own. */
const nest11 = fileURLToPath(
  new URL('packages/adapter-nest/nest-11/node_modules/@nestjs', import.meta.url),
)

export default defineConfig({
  // Our packages are read from their source, in this process and in the ones it starts: no build needed.
  resolve: { conditions: [source] },
  ssr: { resolve: { conditions: [source], externalConditions: [source] } },
  test: {
    pool: 'forks',
    // Most tests wait for a server most of the time: two at once also where there are only two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    execArgv: [`--conditions=${source}`],
    // A soak file alone takes minutes: `npm run test:soak` runs those, and only those.
    include: [soak ? 'test/**/*.soak.test.ts' : 'test/**/*.test.ts'],
    exclude: skipped,
    // Only what hangs runs into these: a busy machine may be many times slower.
    testTimeout: soak ? 600_000 : 60_000,
    hookTimeout: 120_000,
    passWithNoTests: true,
    // Servers that test files share; none is started before a test asks for it.
    globalSetup: fileURLToPath(
      new URL('packages/test-servers/src/shared/global-setup.ts', import.meta.url),
    ),
    projects: [
      ...projects.map(({ name, root }) => ({
        extends: true as const,
        root,
        test: { name, globalSetup: setUp(root) },
      })),
      {
        // The same tests on the major before. What differs between stores is no matter of Nest's.
        extends: true,
        root: 'packages/adapter-nest',
        resolve: { alias: { '@nestjs': nest11 } },
        test: {
          name: 'adapter-nest-11',
          exclude: [...skipped, '**/conformance/{sqlite,redis,cookie}.test.ts'],
        },
      },
    ],
  },
})
