// Writes the API reference as pages for apps/site, and fails where a public name has no words.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { convert } from './convert.ts'
import { publicEntries } from './entries.ts'
import { undocumented } from './undocumented.ts'
import { write } from './write.ts'

const pages = join(import.meta.dirname, '../pages')
const { app, project } = await convert(publicEntries())
rmSync(pages, { recursive: true, force: true })
await write(app, project, pages)
const missing = undocumented(project)
for (const name of missing) console.error(`${name} has no docstring`)
if (missing.length > 0 || app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1
