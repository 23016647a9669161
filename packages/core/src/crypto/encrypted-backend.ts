import type { Call, SessionBackend, SessionRecord } from '../backend.ts'
import { ConfigurationError } from '../errors.ts'
import { keyRing, type Secrets } from './key-ring.ts'
import { type Sealer, sealer } from './sealed-text.ts'

/** The settings of `encryptedBackend`. */
export interface EncryptedBackendOptions {
  /** Newest first: the newest seals, each opens what it sealed. */
  readonly secrets: Secrets
  /** Part of what every payload is bound to. Default `'default'`; use that of `createSessions`. */
  readonly namespace?: string
}

/**
 * Encryption at rest over any backend: payloads are sealed (AES-256-GCM, a key per message), bound to
 * the namespace, the record's id and its owner, so that none can be moved to another record (R67).
 * Ids, owners and times stay readable: the store needs them. A payload that does not open counts as
 * corrupt: the request is anonymous, and the record is kept.
 */
export function encryptedBackend(
  backend: SessionBackend,
  { secrets, namespace = 'default' }: EncryptedBackendOptions,
): SessionBackend {
  if (typeof backend?.read !== 'function') {
    throw new ConfigurationError(
      'encryptedBackend wraps a backend: encryptedBackend(dbBackend(…), { secrets }).',
    )
  }
  const box = new Box(sealer(keyRing(secrets), 'sojourn/at-rest/v1'), namespace)
  const { target, deleteExpired, list, listByOwner, deleteByOwner, admit, watch } = backend
  const { migrate, check, onFault } = backend
  return {
    name: `encrypted-${backend.name}`,
    ...(target !== undefined && { target: `encrypted:${namespace}:${target}` }),
    ...(backend.inProcess && { inProcess: true }),
    ...(backend.readsCopies && { readsCopies: true }),
    create: async (record, call) => backend.create(await box.seal(record), call),
    read: async (id, call) => box.open(await backend.read(id, call), call),
    async update(record, base, call) {
      const answer = await backend.update(await box.seal(record), base, call)
      return typeof answer === 'object' ? ((await box.open(answer, call)) ?? 'gone') : answer
    },
    touch: (id, expiresAt, base, call) => backend.touch(id, expiresAt, base, call),
    delete: (id, call) => backend.delete(id, call),
    clear: (call) => backend.clear(call),
    close: () => backend.close(),
    // A power that the backend lacks stays absent.
    ...(deleteExpired && { deleteExpired: deleteExpired.bind(backend) }),
    ...(list && { list: (call: Call) => box.openAll(list.call(backend, call), call) }),
    ...(listByOwner && {
      listByOwner: (owner: string, call: Call) =>
        box.openAll(listByOwner.call(backend, owner, call), call),
    }),
    ...(deleteByOwner && { deleteByOwner: deleteByOwner.bind(backend) }),
    ...(admit && {
      admit: async (record, call) => admit.call(backend, await box.seal(record), call),
    }),
    ...(watch && { watch: watch.bind(backend) }),
    ...(migrate && { migrate: migrate.bind(backend) }),
    ...(check && { check: check.bind(backend) }),
    ...(onFault && { onFault: onFault.bind(backend) }),
  } satisfies SessionBackend
}

class Box {
  readonly #sealer: Sealer
  readonly #namespace: string

  constructor(sealer: Sealer, namespace: string) {
    this.#sealer = sealer
    this.#namespace = namespace
  }

  async seal(record: SessionRecord): Promise<SessionRecord> {
    return { ...record, payload: await this.#sealer.seal(record.payload, this.#bound(record)) }
  }

  async open(record: SessionRecord | null, { now }: Call): Promise<SessionRecord | null> {
    if (!record) return null
    const payload = await this.#sealer.open(record.payload, this.#bound(record), now)
    // An empty payload is one that core calls corrupt.
    return { ...record, payload: payload ?? '' }
  }

  async *openAll(records: AsyncIterable<SessionRecord>, call: Call): AsyncGenerator<SessionRecord> {
    for await (const record of records) {
      const opened = await this.open(record, call)
      if (opened) yield opened
    }
  }

  #bound({ id, owner }: SessionRecord): string {
    return JSON.stringify([this.#namespace, id, owner])
  }
}
