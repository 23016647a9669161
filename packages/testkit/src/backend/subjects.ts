import type { DescribeBackendOptions } from './backend-fixture.ts'
import type { BackendSuite } from './backend-suite.ts'
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

/** Declares the tests of one subject. */
export type Subject = (suite: BackendSuite, options: DescribeBackendOptions) => void

/** Everything that a backend is tested for, by subject. */
export const subjects: ReadonlyMap<string, Subject> = new Map<string, Subject>([
  ['create', describeCreate],
  ['read', describeRead],
  ['update', describeUpdate],
  ['the expiry after an update', describeUpdateExpiry],
  ['touch', describeTouch],
  ['delete', describeDelete],
  ['clear', describeClear],
  ['powers', describePowers],
  ['list', describeList],
  ['owners', describeOwners],
  ['admit', describeAdmit],
  ['deleteExpired', describeDeleteExpired],
  ['hostile text', describeHostile],
  ['concurrency', describeConcurrency],
  ['resurrection', describeResurrection],
  ['an aborted call', describeAbort],
  ['two connections', describeHandles],
  ['watch', describeWatch],
  ['against a model', describeModel],
])
