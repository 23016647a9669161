import { expect } from 'vitest'
import type { BackendWith } from '../powers.ts'
import { collect, idsOf } from '../test-records.ts'
import { callAt, ModelCommand } from './model-command.ts'
import type { ReferenceModel } from './reference-model.ts'

/** `listByOwner`. */
export class ListByOwnerCommand extends ModelCommand {
  readonly #backend: BackendWith<'listByOwner'>
  readonly #owner: string

  constructor(backend: BackendWith<'listByOwner'>, owner: string) {
    super()
    this.#backend = backend
    this.#owner = owner
  }

  async run(model: ReferenceModel): Promise<void> {
    const listed = await collect(this.#backend.listByOwner(this.#owner, callAt(model)))
    expect(idsOf(listed)).toEqual(idsOf(model.listed(this.#owner)))
    for (const record of listed) expect(record).toEqual(model.live(record.id))
  }

  toString(): string {
    return `listByOwner(${this.#owner})`
  }
}

/** `deleteByOwner`. What has expired is counted or not, as the store still holds it or not. */
export class DeleteByOwnerCommand extends ModelCommand {
  readonly #backend: BackendWith<'deleteByOwner'>
  readonly #owner: string
  readonly #except: string | undefined

  constructor(backend: BackendWith<'deleteByOwner'>, owner: string, except: string | undefined) {
    super()
    this.#backend = backend
    this.#owner = owner
    this.#except = except
  }

  async run(model: ReferenceModel): Promise<void> {
    const except = this.#except === undefined ? {} : { except: this.#except }
    const doomed = [...model.records.values()].filter(
      ({ id, owner }) => owner === this.#owner && id !== this.#except,
    )
    const live = doomed.filter(({ id }) => model.live(id) !== null)
    const deleted = await this.#backend.deleteByOwner(this.#owner, { ...callAt(model), ...except })
    expect(deleted).toBeGreaterThanOrEqual(live.length)
    expect(deleted).toBeLessThanOrEqual(doomed.length)
    for (const { id } of doomed) model.records.delete(id)
  }

  toString(): string {
    return `deleteByOwner(${this.#owner}, except: ${this.#except})`
  }
}
