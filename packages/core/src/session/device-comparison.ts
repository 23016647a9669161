import { deviceChanges } from '../accounts/device-change.ts'
import type { StoredSession } from '../record/stored-session.ts'
import type { Carrier, SessionEnvironment } from './environment.ts'

/** Tells, once a request, that a user's session comes from another client than its sign-in (R136). */
export class DeviceComparison {
  readonly #env: SessionEnvironment
  readonly #carrier: Carrier
  #isTold: boolean

  constructor(env: SessionEnvironment, carrier: Carrier, warnings: boolean) {
    this.#env = env
    this.#carrier = carrier
    this.#isTold = !warnings
  }

  /** Whether a proof of who the user is is due. */
  async stepUpDue({ record: { id, owner: userId }, meta }: StoredSession): Promise<boolean> {
    const { deviceBinding, describe, events } = this.#env
    const client = this.#carrier.client?.()
    if (userId === null || !meta.device || !client) return false
    const device = await describe(client)
    const changed = deviceChanges(meta.device, device)
    if (changed.length === 0) return false
    if (!this.#isTold) events.emit('device-changed', { id, userId, changed, device })
    this.#isTold = true
    return deviceBinding === 'step-up'
  }
}
