type Reject = (reason: unknown) => void

const waiting = new WeakMap<AbortSignal, Set<Reject>>()

/**
 * What `read` makes of the answer to `start`, or the signal's reason once it is aborted. What comes
 * after that is discarded; the driver still takes the late answer off its connection, so that it is
 * nobody else's. `fault` makes what is thrown of what `start` failed with. Every read of a session goes
 * through here: one promise, and one listener for all calls that share a signal.
 */
export function abortable<T>(
  signal: AbortSignal,
  start: () => Promise<unknown>,
  read: (answer: unknown) => T,
  fault: (error: unknown) => unknown = itself,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason)
      return
    }
    const rejections = rejectionsOf(signal)
    const failed = (error: unknown): void => {
      rejections.delete(reject)
      reject(fault(error))
    }
    rejections.add(reject)
    try {
      start().then((answer) => {
        rejections.delete(reject)
        try {
          resolve(read(answer))
        } catch (error) {
          reject(error)
        }
      }, failed)
    } catch (error) {
      failed(error)
    }
  })
}

function rejectionsOf(signal: AbortSignal): Set<Reject> {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const rejections = new Set<Reject>()
  waiting.set(signal, rejections)
  const onAbort = (): void => {
    for (const reject of rejections) reject(signal.reason)
    rejections.clear()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return rejections
}

function itself(error: unknown): unknown {
  return error
}
