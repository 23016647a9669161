// Builds the site into dist/ and checks it; with `--dev`, serves it and follows changes.
import { join } from 'node:path'
import { build, createServer } from 'vitepress'
import { checkSite } from './site/check-site.ts'

const app = join(import.meta.dirname, '..')
if (process.argv.includes('--dev')) {
  const server = await createServer(app)
  await server.listen()
  server.printUrls()
} else {
  await build(app)
  const faults = checkSite(join(app, 'dist'))
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
}
