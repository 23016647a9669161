import { expect } from 'vitest'
import type { BackendWith } from '../powers.ts'
import { collect, idsOf } from '../test-records.ts'
import { callAt, ModelCommand, type Real } from './model-command.ts'
import type { ReferenceModel } from './reference-model.ts'

/** Time passes. */
export class AdvanceCommand extends ModelCommand {
  readonly #milliseconds: number

  constructor(milliseconds: number) {
    super()
    this.#milliseconds = milliseconds
  }

  async run(model: ReferenceModel): Promise<void> {
    model.now += this.#milliseconds
  }

  toString(): string {
    return `advance(${this.#milliseconds})`
  }
}

/** `clear`. */
export class ClearCommand extends ModelCommand {
  async run(model: ReferenceModel, real: Real): Promise<void> {
    await real.backend.clear(callAt(model))
    model.records.clear()
  }

  toString(): string {
    return 'clear()'
  }
}

/** `list`. */
export class ListCommand extends ModelCommand {
  readonly #backend: BackendWith<'list'>

  constructor(backend: BackendWith<'list'>) {
    super()
    this.#backend = backend
  }

  async run(model: ReferenceModel): Promise<void> {
    const listed = await collect(this.#backend.list(callAt(model)))
    expect(idsOf(listed)).toEqual(idsOf(model.listed()))
    for (const record of listed) expect(record).toEqual(model.live(record.id))
  }

  toString(): string {
    return 'list()'
  }
}

/** `deleteExpired`. A store may have dropped some of what has expired by itself. */
export class DeleteExpiredCommand extends ModelCommand {
  readonly #backend: BackendWith<'deleteExpired'>

  constructor(backend: BackendWith<'deleteExpired'>) {
    super()
    this.#backend = backend
  }

  async run(model: ReferenceModel): Promise<void> {
    const deleted = await this.#backend.deleteExpired({ ...callAt(model), batch: 2 })
    const lingering = [...model.records.keys()].filter((id) => model.lingers(id))
    expect(deleted).toBeLessThanOrEqual(lingering.length)
    for (const id of lingering) model.records.delete(id)
  }

  toString(): string {
    return 'deleteExpired()'
  }
}
