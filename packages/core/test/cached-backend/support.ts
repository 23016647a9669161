import {
  type CachedBackend,
  type CachedBackendOptions,
  type Call,
  cachedBackend,
  type Fault,
  type SessionRecord,
} from '@sojourn/core'
import { MapBackend } from '../support/map-backend.ts'

const week = 7 * 86_400_000

/** A database and a shared cache, both with faults on demand, and a clock. */
export class Pair {
  readonly source = new MapBackend()
  readonly cache = new MapBackend()
  readonly faults: Fault[] = []
  now = 1_800_000_000_000

  /** A cached backend on both, as each process has one. */
  open(options: Partial<CachedBackendOptions> = {}): CachedBackend {
    const { source, cache } = this
    const backend = cachedBackend({ source, cache, ...options })
    backend.onFault?.((fault) => this.faults.push(fault))
    return backend
  }

  call<Options extends object>(options?: Options): Call & Options
  call(options: object = {}): Call {
    return { ...options, now: this.now, signal: new AbortController().signal }
  }

  /** A new session of an hour. */
  record(fields: Partial<SessionRecord> = {}): SessionRecord {
    return {
      id: text(22),
      revision: text(12),
      owner: null,
      expiresAt: this.now + 3_600_000,
      endsAt: this.now + week,
      payload: text(12),
      ...fields,
    }
  }

  get operations(): string[] {
    return this.faults.map(({ operation }) => operation)
  }
}

/** The version that comes after a record. */
export function nextOf(record: SessionRecord, fields: Partial<SessionRecord> = {}): SessionRecord {
  return { ...record, revision: text(12), payload: text(12), ...fields }
}

function text(length: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(length)))
    .toString('base64url')
    .slice(0, length)
}
