import type { SessionBackend } from '@sojourn/core'
import { type VerbName, type Verbs, verbNames, verbsOf } from './verbs.ts'

/** What a backend asks of its driver, asked of the raw driver: the same commands, and nothing else. */
export interface SameCalls {
  readonly verbs: Verbs
  /** Makes ready what is sent for so many sessions. */
  prepare(sessions: number): Promise<void>
}

/** `backend` is on a client that answers by itself, and puts into `sent` what it was asked to send. */
export function sameCalls<Sent>(
  backend: SessionBackend,
  sent: Sent[],
  send: (call: Sent) => unknown,
): SameCalls {
  const recording = verbsOf(backend)
  const recorded = new Map<VerbName, Sent[]>(verbNames.map((verb) => [verb, []]))
  const sendOf =
    (verb: VerbName) =>
    (number: number): unknown => {
      const call = recorded.get(verb)?.[number]
      if (call === undefined) throw new Error(`What ${verb} sends was not made ready.`)
      return send(call)
    }
  return {
    verbs: {
      create: sendOf('create'),
      read: sendOf('read'),
      update: sendOf('update'),
      touch: sendOf('touch'),
      delete: sendOf('delete'),
    },
    prepare: async (sessions) => {
      for (const [verb, calls] of recorded) {
        for (let number = calls.length; number < sessions; number++) {
          await recording[verb](number)
          const [call, ...others] = sent.splice(0)
          if (call === undefined || others.length > 0) throw new Error(`${verb} is not one call.`)
          calls.push(call)
        }
      }
    },
  }
}
