import { setTimeout as sleep } from 'node:timers/promises'

/** Asks every few milliseconds until the answer is yes; fails after `timeout` milliseconds. */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  timeout = 30_000,
): Promise<void> {
  const deadline = Date.now() + timeout
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not so after ${timeout} ms`)
    await sleep(10)
  }
}
