type Listener = () => void

const waiting = new WeakMap<AbortSignal, Set<Listener>>()

/**
 * Who is to be told when a signal is aborted: whoever need not be told any more leaves. One listener
 * for all calls that share a signal, since coming and going at the signal itself costs more than the
 * rest of a call.
 */
export function onAbort(signal: AbortSignal): Set<Listener> {
  const known = waiting.get(signal)
  if (known !== undefined) return known
  const listeners = new Set<Listener>()
  waiting.set(signal, listeners)
  const tellAll = (): void => {
    for (const listener of listeners) listener()
    listeners.clear()
  }
  signal.addEventListener('abort', tellAll, { once: true })
  return listeners
}
