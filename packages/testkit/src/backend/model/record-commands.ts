import type { SessionRecord } from '@sojourn/core'
import { expect } from 'vitest'
import { newRevision } from '../test-records.ts'
import { hour } from '../test-time.ts'
import { baseOf, callAt, ModelCommand, type Real, remember } from './model-command.ts'
import type { ReferenceModel } from './reference-model.ts'

/** What a random record is made of. */
export interface Draft {
  readonly id: string
  readonly owner: string | null
  readonly life: number
  readonly payload: string
}

/** `create`. */
export class CreateCommand extends ModelCommand {
  readonly #draft: Draft

  constructor(draft: Draft) {
    super()
    this.#draft = draft
  }

  async run(model: ReferenceModel, real: Real): Promise<void> {
    const record = recordOf(this.#draft, model)
    const created = await real.backend.create(record, callAt(model))
    if (!model.lingers(record.id)) expect(created).toBe(model.live(record.id) === null)
    if (!created) return
    model.records.set(record.id, record)
    remember(real, record)
  }

  toString(): string {
    return `create(${JSON.stringify(this.#draft)})`
  }
}

/** `read`, with and without `fresh`. */
export class ReadCommand extends ModelCommand {
  readonly #id: string
  readonly #fresh: boolean

  constructor(id: string, fresh: boolean) {
    super()
    this.#id = id
    this.#fresh = fresh
  }

  async run(model: ReferenceModel, real: Real): Promise<void> {
    const found = await real.backend.read(this.#id, { ...callAt(model), fresh: this.#fresh })
    expect(found).toEqual(model.live(this.#id))
  }

  toString(): string {
    return `read(${this.#id}, fresh: ${this.#fresh})`
  }
}

/** What an `update` may ask for. */
export const updateHows = ['as it comes', 'shorten', 'payload only'] as const
type UpdateHow = (typeof updateHows)[number]

/** `update`, from the revision in force or from a stale one. */
export class UpdateCommand extends ModelCommand {
  readonly #draft: Draft
  readonly #stale: boolean
  readonly #how: UpdateHow

  constructor(draft: Draft, stale: boolean, how: UpdateHow) {
    super()
    this.#draft = draft
    this.#stale = stale
    this.#how = how
  }

  async run(model: ReferenceModel, real: Real): Promise<void> {
    const [shorten, payloadOnly] = [this.#how === 'shorten', this.#how === 'payload only']
    const draft = recordOf(this.#draft, model)
    const record = payloadOnly ? { ...draft, ...termsOf(model.records.get(draft.id)) } : draft
    const base = baseOf(model, real, record.id, this.#stale)
    const call = { ...callAt(model), shorten, payloadOnly }
    const verdict = await real.backend.update(record, base, call)
    expect(verdict).toEqual(model.update(record, base, shorten))
    if (verdict === 'updated') remember(real, record)
  }

  toString(): string {
    return `update(${JSON.stringify(this.#draft)}, stale: ${this.#stale}, ${this.#how})`
  }
}

/** What an update of the payload alone promises to leave as it is. */
function termsOf(known: SessionRecord | undefined): Partial<SessionRecord> {
  if (known === undefined) return {}
  const { owner, expiresAt, endsAt } = known
  return { owner, expiresAt, endsAt }
}

/** `touch`, from the revision in force or from a stale one. */
export class TouchCommand extends ModelCommand {
  readonly #id: string
  readonly #life: number
  readonly #stale: boolean

  constructor(id: string, life: number, stale: boolean) {
    super()
    this.#id = id
    this.#life = life
    this.#stale = stale
  }

  async run(model: ReferenceModel, real: Real): Promise<void> {
    const base = baseOf(model, real, this.#id, this.#stale)
    const endsAt = model.records.get(this.#id)?.endsAt ?? Number.POSITIVE_INFINITY
    const expiresAt = Math.min(model.now + this.#life, endsAt)
    const touched = await real.backend.touch(this.#id, expiresAt, base, callAt(model))
    expect(touched).toBe(model.touch(this.#id, expiresAt, base))
  }

  toString(): string {
    return `touch(${this.#id}, ${this.#life}, stale: ${this.#stale})`
  }
}

/** `delete`. */
export class DeleteCommand extends ModelCommand {
  readonly #id: string

  constructor(id: string) {
    super()
    this.#id = id
  }

  async run(model: ReferenceModel, real: Real): Promise<void> {
    const deleted = await real.backend.delete(this.#id, callAt(model))
    if (!model.lingers(this.#id)) expect(deleted).toBe(model.live(this.#id) !== null)
    model.records.delete(this.#id)
  }

  toString(): string {
    return `delete(${this.#id})`
  }
}

function recordOf({ id, owner, life, payload }: Draft, model: ReferenceModel): SessionRecord {
  return {
    id,
    revision: newRevision(),
    owner,
    expiresAt: model.now + life,
    endsAt: model.now + Math.max(life, 12 * hour),
    payload,
  }
}
