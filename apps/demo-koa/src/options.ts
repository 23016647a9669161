import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BackendName, backends, isBackendName } from './backends.ts'

export const usage = `Usage: npm run demo -- [options]

  --check                 runs the demo against itself and exits
  --backend <name>        ${Object.keys(backends).join(' or ')} (default: sqlite)
  --port <number>         default: 3001, or any free one when that is taken
  --data <folder>         where SQLite keeps its file
  --insecure-development  a cookie that Safari accepts on http://localhost`

/** How the demo runs: from the command line of `demo.ts`, which passes it on to `server.ts`. */
export interface Options {
  readonly check: boolean
  readonly backend: BackendName
  /** `null`: 3001 or any free one. */
  readonly port: number | null
  readonly data: string
  readonly insecureDevelopment: boolean
}

/** Throws an error whose message is for the reader of the terminal. */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      check: { type: 'boolean', default: false },
      backend: { type: 'string', default: 'sqlite' },
      port: { type: 'string' },
      data: { type: 'string', default: fileURLToPath(new URL('../.data', import.meta.url)) },
      'insecure-development': { type: 'boolean', default: false },
    },
  })
  const { check, backend, data } = values
  if (!isBackendName(backend)) {
    const known = Object.keys(backends).join(', ')
    throw new Error(`The demo has no backend '${backend}'. It has: ${known}.`)
  }
  if (check && !backends[backend].survivesRestart) {
    throw new Error(
      `--check restarts the server, and sessions in ${backend} do not survive that. Leave out --backend.`,
    )
  }
  return {
    check,
    backend,
    port: values.port === undefined ? null : parsePort(values.port),
    data,
    insecureDevelopment: values['insecure-development'],
  }
}

/** The command line that gives these options again, for `server.ts`. */
export function toArguments(options: Omit<Options, 'check'>): string[] {
  return [
    `--backend=${options.backend}`,
    `--data=${options.data}`,
    ...(options.port === null ? [] : [`--port=${options.port}`]),
    ...(options.insecureDevelopment ? ['--insecure-development'] : []),
  ]
}

function parsePort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port < 65_536) return port
  throw new Error(`--port is a number from 0 (any free one) to 65535, not '${text}'.`)
}
