import type { SessionBackend } from '@sojourn/core'
import fc from 'fast-check'
import { expect } from 'vitest'
import type { DescribeBackendOptions } from '../backend-fixture.ts'
import type { BackendSuite } from '../backend-suite.ts'
import { hasPowers } from '../powers.ts'
import { newId } from '../test-records.ts'
import { day, minute } from '../test-time.ts'
import type { ModelCommand, Real } from './model-command.ts'
import { DeleteByOwnerCommand, ListByOwnerCommand } from './owner-commands.ts'
import {
  CreateCommand,
  DeleteCommand,
  ReadCommand,
  TouchCommand,
  UpdateCommand,
  updateHows,
} from './record-commands.ts'
import { ReferenceModel } from './reference-model.ts'
import {
  AdvanceCommand,
  ClearCommand,
  DeleteExpiredCommand,
  ListCommand,
} from './store-commands.ts'

const ids = [newId(), newId(), newId(), newId()]
const owners = ['user-1', 'User-1', '']

/** Random histories on a moved clock, each step compared with {@link ReferenceModel}. */
export function describeModel(suite: BackendSuite, options: DescribeBackendOptions): void {
  const { runs = 60, seed } = options
  suite.test(
    'every random history has the verdicts of a plain map',
    async ({ backend, time }) => {
      const histories = fc.commands(commandsFor(backend), { maxCommands: 60, size: 'max' })
      await fc.assert(
        fc.asyncProperty(histories, async (history) => {
          await backend.clear(time.call())
          const setup = (): { model: ReferenceModel; real: Real } => ({
            model: new ReferenceModel(time.now),
            real: { backend, revisions: new Map() },
          })
          await fc.asyncModelRun(setup, history)
        }),
        { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
      )
    },
    60_000,
  )

  suite.test('any text is kept, unit for unit', async ({ backend, time }) => {
    const text = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
    const record = {
      id: newId(),
      revision: newId(),
      expiresAt: time.now + day,
      endsAt: time.now + day,
    }
    await fc.assert(
      fc.asyncProperty(text, text, async (payloadUnits, ownerUnits) => {
        const payload = String.fromCharCode(...payloadUnits)
        const stored = { ...record, payload, owner: String.fromCharCode(...ownerUnits) }
        await backend.delete(record.id, time.call())
        await backend.create(stored, time.call())
        expect(await backend.read(record.id, time.call())).toEqual(stored)
      }),
      { numRuns: runs, ...(seed === undefined ? {} : { seed }) },
    )
  })
}

function commandsFor(backend: SessionBackend): fc.Arbitrary<ModelCommand>[] {
  const id = fc.constantFrom(...ids)
  const owner = fc.constantFrom(...owners)
  const life = fc.integer({ min: 1, max: day })
  const draft = fc.record({
    id,
    owner: fc.option(owner),
    life,
    payload: fc.string({ maxLength: 20, unit: 'binary' }),
  })
  const create = draft.map((value) => new CreateCommand(value))
  const read = fc.tuple(id, fc.boolean()).map((values) => new ReadCommand(...values))
  const update = fc
    .tuple(draft, fc.boolean(), fc.constantFrom(...updateHows))
    .map((values) => new UpdateCommand(...values))
  const touch = fc.tuple(id, life, fc.boolean()).map((values) => new TouchCommand(...values))
  const remove = id.map((value) => new DeleteCommand(value))
  const advance = fc
    .oneof(fc.integer({ min: 1, max: minute }), life)
    .map((value) => new AdvanceCommand(value))
  const clear = fc.constant(new ClearCommand())
  // Named twice: chosen twice as often.
  const commands: fc.Arbitrary<ModelCommand>[] = [create, create, read, read, update, update]
  commands.push(touch, touch, remove, advance, clear)
  if (hasPowers(backend, ['list'])) commands.push(fc.constant(new ListCommand(backend)))
  if (hasPowers(backend, ['deleteExpired'])) {
    commands.push(fc.constant(new DeleteExpiredCommand(backend)))
  }
  if (hasPowers(backend, ['listByOwner'])) {
    commands.push(owner.map((value) => new ListByOwnerCommand(backend, value)))
  }
  if (hasPowers(backend, ['deleteByOwner'])) {
    const except = fc.option(id, { nil: undefined })
    commands.push(
      fc.tuple(owner, except).map((values) => new DeleteByOwnerCommand(backend, ...values)),
    )
  }
  return commands
}
