import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Contender } from '../contenders/contender.ts'
import { Child } from '../process/child.ts'

/** What a server tells about itself. */
export interface ServerState {
  readonly port: number
  /** Processor time in microseconds since its start. */
  readonly cpu: number
  /** Bytes to and from its store since its start. */
  readonly storeBytes: number
}

/** A contender's server in a process of its own. */
export type Server = Child<object, ServerState>

/** Starts a contender, with a folder of its own under `folder`. */
export function startServer(
  contender: Contender,
  folder: string,
  storeUrl: string | undefined,
): Server {
  const own = join(folder, contender.id)
  mkdirSync(own)
  const args = [contender.id, own, storeUrl ?? '']
  return new Child('http/server-process.ts', args)
}
