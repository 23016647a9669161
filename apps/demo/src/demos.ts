import { fileURLToPath } from 'node:url'

/** A demo that can be started. */
export interface Demo {
  readonly framework: string
  /** Where it listens, if nothing else does. */
  readonly port: number
  /** Its folder. */
  readonly folder: string
  /** The arguments of `node` that start its server, which listens on `PORT`. */
  readonly start: readonly string[]
}

const source = '--conditions=@sojourn/source'

/** In the order of the page. */
export const demos: readonly Demo[] = [
  { framework: 'Koa', port: 3001, folder: folderOf('demo-koa'), start: [source, 'src/server.ts'] },
  {
    framework: 'NestJS',
    port: 3003,
    folder: folderOf('demo-nest'),
    start: [source, 'dist/server.js'],
  },
]

function folderOf(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url))
}
