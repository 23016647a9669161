import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BackendName, backends, isBackendName } from 'demo-parts/settings'

export const usage = `Usage: npm run demo -- [options]

  --check                 runs the demos against themselves and exits
  --backend <name>        ${Object.keys(backends).join(', ')} (default: sqlite)
  --data <folder>         where SQLite keeps its file
  --insecure-development  a cookie that Safari accepts on http://localhost`

/** How the demos run. */
export interface Options {
  readonly check: boolean
  readonly backend: BackendName
  readonly data: string
  readonly insecureDevelopment: boolean
}

/** From the command line. Throws an error whose message is for the reader of the terminal. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean', default: false },
      backend: { type: 'string', default: 'sqlite' },
      data: { type: 'string', default: fileURLToPath(new URL('../.data', import.meta.url)) },
      'insecure-development': { type: 'boolean', default: false },
    },
  })
  const { check, backend, data } = values
  if (!isBackendName(backend)) {
    const known = Object.keys(backends).join(', ')
    throw new Error(`The demo has no backend '${backend}'. It has: ${known}.`)
  }
  if (check && !backends[backend].shared) {
    throw new Error(
      `--check is about sessions that the demos share, and sessions in ${backend} are each process's own. Choose another --backend.`,
    )
  }
  return { check, backend, data, insecureDevelopment: values['insecure-development'] }
}
