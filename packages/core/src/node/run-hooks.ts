import type { FirstByteHook, Replacement } from './first-byte-hook.ts'

/** What replaces the response, or `undefined` when every hook succeeded. */
export type Verdict = Replacement | undefined

/**
 * Prepares all hooks, one after the other; synchronously as far as they are. The first failure
 * decides about the response. Those after it are still called, with the status of the replacement:
 * what they have committed needs its cookie on that response too. The promise never rejects.
 */
export function prepareAll(
  hooks: readonly FirstByteHook[],
  status: number,
): Verdict | Promise<Verdict> {
  return runFrom(0, hooks, prepare, status, undefined)
}

/** Finishes all hooks, also after a failure; otherwise as {@link prepareAll}. */
export function finishAll(hooks: readonly FirstByteHook[]): Verdict | Promise<Verdict> {
  return runFrom(0, hooks, finish, 0, undefined)
}

type Step = (hook: FirstByteHook, status: number) => void | Promise<void>

const prepare: Step = (hook, status) => hook.prepare(status)
const finish: Step = (hook) => hook.finish?.()

function runFrom(
  start: number,
  hooks: readonly FirstByteHook[],
  step: Step,
  status: number,
  before: Verdict,
): Verdict | Promise<Verdict> {
  let verdict = before
  for (let index = start; index < hooks.length; index++) {
    const hook = hooks[index]
    if (hook === undefined) continue
    try {
      const pending: unknown = step(hook, verdict?.status ?? status)
      if (!isPromise(pending)) continue
      const failedBefore = verdict
      return Promise.resolve(pending)
        .then(
          () => failedBefore,
          (error: unknown) => failedBefore ?? replacementOf(hook, error),
        )
        .then((settled) => runFrom(index + 1, hooks, step, status, settled))
    } catch (error) {
      verdict ??= replacementOf(hook, error)
    }
  }
  return verdict
}

/** Of any realm and library. A hook may return something else by accident: an arrow function often does. */
function isPromise(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'then' in value &&
    typeof value.then === 'function'
  )
}

function replacementOf(hook: FirstByteHook, error: unknown): Replacement {
  try {
    const { status, headers } = hook.failed(error)
    if (Number.isInteger(status) && status >= 400 && status <= 599) return { status, headers }
    return { status: 500, headers }
  } catch {
    return { status: 500, headers: {} }
  }
}
