import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The repository's root. Every path of a source in this app is relative to it, with `/`. */
export const root: string = join(import.meta.dirname, '../../../..')

/** Where the repository can be read on the Web, as the packages say it. */
export const repository: string = webAddress()

function webAddress(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(join(root, 'packages/core/package.json'), 'utf8'),
  )
  const url = /"url":"git\+(?<url>https:[^"]+)\.git"/.exec(JSON.stringify(manifest))?.groups?.[
    'url'
  ]
  if (url === undefined) throw new Error('packages/core/package.json names no repository')
  return url
}
