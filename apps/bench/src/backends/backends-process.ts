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

/** One round, both ways. */
export interface BackendRound {
  readonly raw: VerbTimes
  readonly backend: VerbTimes
}

const [, , store = '', place = ''] = process.argv
const pair = await pairOf(store, place)
let rawIsFirst = false

answerParent<Load, BackendRound>(
  async (load) => {
    rawIsFirst = !rawIsFirst
    if (rawIsFirst) {
      const raw = await timesOf(pair.raw, load)
      return { raw, backend: await timesOf(pair.backend, load) }
    }
    const backend = await timesOf(pair.backend, load)
    return { raw: await timesOf(pair.raw, load), backend }
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
