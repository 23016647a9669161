import { describe } from 'vitest'
import type { BackendFactory, DescribeBackendOptions } from './backend-fixture.ts'
import { BackendSuite } from './backend-suite.ts'
import { describeAbort } from './describe-abort.ts'
import { describeAdmit } from './describe-admit.ts'
import { describeClear } from './describe-clear.ts'
import { describeConcurrency } from './describe-concurrency.ts'
import { describeCreate } from './describe-create.ts'
import { describeDelete } from './describe-delete.ts'
import { describeDeleteExpired } from './describe-delete-expired.ts'
import { describeHandles } from './describe-handles.ts'
import { describeHostile } from './describe-hostile.ts'
import { describeList } from './describe-list.ts'
import { describeOwners } from './describe-owners.ts'
import { describePowers } from './describe-powers.ts'
import { describeRead } from './describe-read.ts'
import { describeResurrection } from './describe-resurrection.ts'
import { describeTouch } from './describe-touch.ts'
import { describeUpdate } from './describe-update.ts'
import { describeUpdateExpiry } from './describe-update-expiry.ts'
import { describeWatch } from './describe-watch.ts'
import { describeModel } from './model/describe-model.ts'

/**
 * The promise of `SessionBackend` as tests. Call it at the top of a test file. Every test asks
 * `factory` for a fresh, empty store and closes it afterwards. Powers are read from the backend
 * itself: those that it has are tested, the others must be absent altogether. All time goes through
 * `call.now`, so nothing sleeps; a store is only asked to keep what it was given for the minute that
 * a test takes.
 */
export function describeBackend(
  name: string,
  factory: BackendFactory,
  options: DescribeBackendOptions = {},
): void {
  describe(`${name} is a session backend`, () => {
    const suite = new BackendSuite(factory)
    describe('create', () => describeCreate(suite))
    describe('read', () => describeRead(suite))
    describe('update', () => describeUpdate(suite))
    describe('the expiry after an update', () => describeUpdateExpiry(suite))
    describe('touch', () => describeTouch(suite))
    describe('delete', () => describeDelete(suite))
    describe('clear', () => describeClear(suite))
    describe('powers', () => describePowers(suite))
    describe('list', () => describeList(suite))
    describe('owners', () => describeOwners(suite))
    describe('admit', () => describeAdmit(suite))
    describe('deleteExpired', () => describeDeleteExpired(suite))
    describe('hostile text', () => describeHostile(suite))
    describe('concurrency', () => describeConcurrency(suite))
    describe('resurrection', () => describeResurrection(suite))
    describe('an aborted call', () => describeAbort(suite))
    describe('two connections', () => describeHandles(suite))
    describe('watch', () => describeWatch(suite))
    describe('against a model', () => describeModel(suite, options))
  })
}
