import type { ServerResponse } from 'node:http'
import { beforeFirstByte, type FirstByteHook, nodeHeaders } from '../../src/node.ts'

export const cookie = '__Host-sid=token; Path=/'

/** A promise that the test settles. */
export interface Gate {
  readonly promise: Promise<void>
  open(): void
  fail(error: Error): void
}

export function gate(): Gate {
  let open = (): void => {}
  let fail = (_: Error): void => {}
  const promise = new Promise<void>((resolve, reject) => {
    open = resolve
    fail = reject
  })
  return { promise, open, fail }
}

/** Adds the cookie, at once or when the promise is fulfilled; fails as 503 when it is rejected. */
export function hookOf(res: ServerResponse, wait?: () => Promise<void> | undefined): FirstByteHook {
  const headers = nodeHeaders(res)
  const setCookie = (): void => {
    const before = headers.get('set-cookie') ?? []
    headers.set('Set-Cookie', [...[before].flat(), cookie])
  }
  return {
    prepare: () => {
      const pending = wait?.()
      if (pending === undefined) return setCookie()
      return pending.then(setCookie)
    },
    failed: () => ({ status: 503, headers: { 'Retry-After': '1' } }),
  }
}

/** The three ways in which a hook succeeds: at once, in the same turn, and after real I/O. */
export const successes: readonly (readonly [string, (() => Promise<void>) | undefined])[] = [
  ['a synchronous hook', undefined],
  ['a hook that settles at once', () => Promise.resolve()],
  ['a hook that settles later', () => new Promise((resolve) => setImmediate(resolve))],
]

/** The three ways in which it fails. */
export const failures: readonly (readonly [string, () => Promise<void>])[] = [
  [
    'a hook that throws',
    () => {
      throw new Error('refused')
    },
  ],
  ['a hook that rejects', () => Promise.reject(new Error('refused'))],
  [
    'a hook that rejects later',
    () => new Promise((_, reject) => setImmediate(() => reject(new Error('refused')))),
  ],
]

export function attach(res: ServerResponse, wait?: () => Promise<void> | undefined): void {
  beforeFirstByte(res, hookOf(res, wait))
}
