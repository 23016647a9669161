import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The repository's root. */
export const root: string = join(import.meta.dirname, '../../..')

/** What a user can import: `@sojourn/core/node`, and the file that it is. */
export interface Entry {
  readonly name: string
  readonly source: string
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly exports: Readonly<Record<string, string | { readonly '@sojourn/source'?: string }>>
}

/** Every entry of every published package. */
export function publicEntries(): Entry[] {
  return globSync('packages/*/package.json', { cwd: root })
    .sort()
    .flatMap((path) => {
      const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
      if (manifest.private) return []
      return Object.entries(manifest.exports).flatMap(([subpath, target]) => {
        const source = typeof target === 'object' ? target['@sojourn/source'] : undefined
        if (source === undefined) return []
        return { name: join(manifest.name, subpath), source: join(root, dirname(path), source) }
      })
    })
}
