import { onAbort } from './on-abort.ts'

/** One connection, ours for a while. */
export interface Lease<Connection> {
  readonly connection: Connection
  /** Gives it back for others to use. */
  release(): void
  /**
   * Gives it up with `work` still under way on it, which nobody waits for any more: nobody may use
   * the connection before that has ended.
   */
  abandon(work: Promise<unknown>): void
}

/** Where connections come from: a pool, or one client that is lent to one caller at a time. */
export interface Lessor<Connection> {
  lease(): Promise<Lease<Connection>>
  /** False if the connection is broken, or no longer leads where it should, after this failure. */
  isIntact(error: unknown): boolean
}

/**
 * Runs work on a connection until the signal aborts. Then the caller gets the reason at once, and the
 * connection is abandoned: nobody ever reads an answer that was meant for someone else (R111).
 */
export async function onConnection<Connection, Result>(
  lessor: Lessor<Connection>,
  signal: AbortSignal,
  work: (connection: Connection) => Promise<Result>,
): Promise<Result> {
  const lease = await leased(lessor, signal)
  const working = begun(() => work(lease.connection))
  const listeners = onAbort(signal)
  return new Promise<Result>((resolve, reject) => {
    const abandon = (): void => {
      lease.abandon(working)
      reject(reasonOf(signal))
    }
    listeners.add(abandon)
    working.then(
      (result) => {
        if (signal.aborted) return
        listeners.delete(abandon)
        lease.release()
        resolve(result)
      },
      (error: unknown) => {
        if (signal.aborted) return
        listeners.delete(abandon)
        if (lessor.isIntact(error)) lease.release()
        else lease.abandon(working)
        reject(error)
      },
    )
  })
}

/** Waits for a connection until the signal aborts. A pool's queue cannot be left: what arrives too late goes back at once. */
export function leased<Connection>(
  lessor: Lessor<Connection>,
  signal: AbortSignal,
): Promise<Lease<Connection>> {
  signal.throwIfAborted()
  const listeners = onAbort(signal)
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(reasonOf(signal))
    listeners.add(leave)
    lessor.lease().then(
      (lease) => {
        listeners.delete(leave)
        if (signal.aborted) lease.release()
        else resolve(lease)
      },
      (error: unknown) => {
        listeners.delete(leave)
        reject(error)
      },
    )
  })
}

/** What throws at once is a rejection too: the connection goes back either way. */
function begun<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return work()
  } catch (error) {
    return Promise.reject(error)
  }
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason
  return reason instanceof Error ? reason : new Error('the call was aborted', { cause: reason })
}
