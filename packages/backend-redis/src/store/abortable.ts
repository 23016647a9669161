type Reject = (reason: unknown) => void

const waiting = new WeakMap<AbortSignal, Set<Reject>>()

/**
 * What `start` gives, or the signal's reason once it is aborted. What comes after that is discarded;
 * the driver still takes the late answer off its connection, so that it is nobody else's. Calls that
 * share a signal share one listener on it.
 */
export function abortable<T>(signal: AbortSignal, start: () => Promise<T>): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason)
  return new Promise((resolve, reject) => {
    const rejections = rejectionsOf(signal)
    rejections.add(reject)
    const settle = <V>(done: (value: V) => void): ((value: V) => void) => {
      return (value) => {
        rejections.delete(reject)
        done(value)
      }
    }
    start().then(settle(resolve), settle(reject))
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
