import type { DemoLink } from '../view.ts'
import { type BackendName, isBackendName } from './backends.ts'

/** How one server of the demo runs. */
export interface DemoSettings {
  readonly backend: BackendName
  /** Where SQLite keeps its file. */
  readonly folder: string
  /** The address of a Redis or PostgreSQL. */
  readonly storeUrl: string
  /** What seals sessions in cookies. */
  readonly secret: string
  /** A cookie that Safari accepts on http://localhost. */
  readonly insecureDevelopment: boolean
  /** Where the demos are. This one is among them. */
  readonly demos: readonly DemoLink[]
}

/** From the environment, which is all that a server of any framework is started with. */
export function settingsFrom(env: NodeJS.ProcessEnv): DemoSettings {
  const backend = env['DEMO_BACKEND'] ?? 'sqlite'
  if (!isBackendName(backend)) throw new Error(`The demo has no backend '${backend}'.`)
  return {
    backend,
    folder: env['DEMO_FOLDER'] ?? '.data',
    storeUrl: env['DEMO_STORE_URL'] ?? '',
    secret: env['DEMO_SECRET'] ?? '',
    insecureDevelopment: env['DEMO_INSECURE'] === '1',
    demos: addressesIn(env['DEMO_ADDRESSES'] ?? ''),
  }
}

/** The environment that gives these settings again. */
export function toEnvironment(settings: DemoSettings): Record<string, string> {
  return {
    DEMO_BACKEND: settings.backend,
    DEMO_FOLDER: settings.folder,
    DEMO_STORE_URL: settings.storeUrl,
    DEMO_SECRET: settings.secret,
    DEMO_INSECURE: settings.insecureDevelopment ? '1' : '0',
    DEMO_ADDRESSES: settings.demos
      .map(({ framework, address }) => `${framework}=${address}`)
      .join(' '),
  }
}

function addressesIn(text: string): DemoLink[] {
  return text.split(' ').flatMap((pair) => {
    const [framework = '', address] = pair.split('=')
    return address === undefined ? [] : [{ framework, address }]
  })
}
