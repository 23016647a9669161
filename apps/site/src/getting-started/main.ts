// Follows the getting-started guides as their readers do, each from an empty folder, with our packages as they
// would be published: `main.ts <folder of tarballs> [koa] [node] …`. scripts/check-getting-started.mjs runs it.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { follow, type Tarballs } from './follow.ts'
import { commandsOf, linesOf, readGuide } from './guide.ts'

const folder = join(import.meta.dirname, '../../../../docs/guides')
const [packed = '', ...wanted] = process.argv.slice(2)
// So that what was started is ended too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1))

const guides = readdirSync(folder)
  .map((file) => ({ file, name: /^getting-started-(.+)\.md$/.exec(file)?.[1] }))
  .filter(({ name }) => name !== undefined && (wanted.length === 0 || wanted.includes(name)))
  .map(({ file }) => readGuide(join(folder, file)))
if (guides.length === 0) throw new Error(`No guide is named ${wanted.join(', ')}.`)

const tarballs = tarballsIn(packed)
await Promise.all(
  guides.map(async (guide) => {
    try {
      const seconds = Math.round(await follow(guide, tarballs))
      const [commands, lines] = [commandsOf(guide), linesOf(guide)]
      console.log(
        `✓ ${guide.title}: ${commands} commands, ${lines} lines, signed in after ${seconds} s`,
      )
    } catch (error) {
      process.exitCode = 1
      console.error(`✗ ${guide.title}: ${error instanceof Error ? error.message : error}`)
    }
  }),
)

function tarballsIn(path: string): Tarballs {
  return new Map(
    readdirSync(path).map((file) => {
      return [file.replace(/^sojourn-(.+?)-\d.*$/, '@sojourn/$1'), join(path, file)]
    }),
  )
}
