import { fileURLToPath } from 'node:url'

/** A demo that can be started. */
export interface Demo {
  readonly framework: string
  /** Where it listens, if nothing else does. */
  readonly port: number
  /** Its folder. */
  readonly folder: string
  /**
   * What keeps forms of other sites out: a token in each form, beside the `Origin` that a browser
   * sends; or, as with server actions, the `Origin` alone.
   */
  readonly csrf: 'token' | 'origin'
  /** The arguments of `node` that start its server, which listens on `PORT`. */
  readonly start: (insecureDevelopment: boolean) => readonly string[]
}

const source = '--conditions=@sojourn/source'

/** In the order of the page. */
export const demos: readonly Demo[] = [
  {
    framework: 'Koa',
    port: 3001,
    folder: folderOf('demo-koa'),
    csrf: 'token',
    start: () => [source, 'src/server.ts'],
  },
  {
    framework: 'Next.js',
    port: 3002,
    folder: folderOf('demo-next'),
    csrf: 'origin',
    // `next start` is production, where a cookie that is not secure is refused.
    start: (insecureDevelopment) => [
      'node_modules/next/dist/bin/next',
      insecureDevelopment ? 'dev' : 'start',
      '--hostname=127.0.0.1',
    ],
  },
  {
    framework: 'NestJS',
    port: 3003,
    folder: folderOf('demo-nest'),
    csrf: 'token',
    start: () => [source, 'dist/server.js'],
  },
]

function folderOf(name: string): string {
  return fileURLToPath(new URL(`../../${name}`, import.meta.url))
}
