import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from '../contenders/contender.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'

/** Asks a server to store a session for each of these visitors. */
export interface Prime {
  readonly names: readonly string[]
  /** How large each one is. */
  readonly bytes: number
}

/** Where the server listens, the `Cookie` headers of the visitors, and what the server has used so far. */
export interface Primed {
  readonly port: number
  readonly cookies: readonly string[]
  /** Processor time in microseconds. */
  readonly cpu: number
}

/** A contender's server in a process of its own. */
export type Server = Child<Prime & object, Primed>

/** Starts a contender, with a folder of its own under `folder`. */
export function startServer(contender: Contender, folder: string): Server {
  const own = join(folder, contender.id)
  mkdirSync(own)
  return new Child('http/server-process.ts', [contender.id, own], serverCore)
}
