import { createHash } from 'node:crypto'

/** A Lua script, and the name under which Redis caches it. */
export interface Script {
  readonly source: string
  /** SHA-1 of the source, in hex. */
  readonly sha: string
}

/**
 * A script of these parts. `allow-oom` is for what only frees or overwrites in place: it must work
 * when memory is full. Any other is then refused before it does anything.
 */
export function script(flags: 'allow-oom' | '', ...parts: readonly string[]): Script {
  const source = [`#!lua${flags && ` flags=${flags}`}`, ...parts].join('\n')
  return { source, sha: createHash('sha1').update(source).digest('hex') }
}
