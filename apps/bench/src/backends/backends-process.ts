// One store, by its raw driver and by the backend, in a process of its own: `<store> <place>`.
import { setImmediate } from 'node:timers/promises'
import { answerParent } from '../process/answer-parent.ts'
import { pairOf } from './pair-of.ts'
import type { VerbName, Verbs } from './verbs.ts'

/** How many callers, and how many sessions go through every verb. */
export interface Load {
  readonly callers: number
  readonly sessions: number
}

/** What one call takes, in microseconds. */
export interface Times {
  readonly passed: number
  /** Of this process's processor time: another process on the core does not count. */
  readonly processor: number
}

export type VerbTimes = Readonly<Record<VerbName, Times>>

/** One round, each way. */
export interface BackendRound {
  readonly raw: VerbTimes
  /** The backend's own commands by the raw driver, where it sends them to a server. */
  readonly same: VerbTimes | null
  readonly backend: VerbTimes
}

const [, , store = '', place = ''] = process.argv
const pair = await pairOf(store, place)
let rawIsFirst = false

answerParent<Load, BackendRound>(
  async (load) => {
    await pair.same?.prepare(load.sessions)
    rawIsFirst = !rawIsFirst
    if (rawIsFirst) {
      const raw = await timesOf(pair.raw, load)
      const same = pair.same ? await timesOf(pair.same.verbs, load) : null
      return { raw, same, backend: await timesOf(pair.backend, load) }
    }
    const backend = await timesOf(pair.backend, load)
    const same = pair.same ? await timesOf(pair.same.verbs, load) : null
    return { raw: await timesOf(pair.raw, load), same, backend }
  },
  async () => void (await pair.close()),
)

async function timesOf(verbs: Verbs, load: Load): Promise<VerbTimes> {
  return {
    create: await timeOf(verbs.create, load),
    read: await timeOf(verbs.read, load),
    update: await timeOf(verbs.update, load),
    touch: await timeOf(verbs.touch, load),
    delete: await timeOf(verbs.delete, load),
  }
}

async function timeOf(verb: (number: number) => unknown, load: Load): Promise<Times> {
  const { callers, sessions } = load
  let next = 0
  const caller = async (): Promise<void> => {
    while (next < sessions) await verb(next++)
  }
  await setImmediate()
  const before = process.cpuUsage()
  const start = performance.now()
  await Promise.all(Array.from({ length: callers }, caller))
  const passed = ((performance.now() - start) * 1000) / sessions
  const { user, system } = process.cpuUsage(before)
  return { passed, processor: (user + system) / sessions }
}
