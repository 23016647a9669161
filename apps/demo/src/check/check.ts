import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Options } from '../options.ts'
import { startAll } from '../start-all.ts'
import { Browser } from './browser.ts'
import { devices } from './devices.ts'
import { guest } from './guest.ts'
import { noDevices } from './no-devices.ts'
import { oneSignIn } from './one-sign-in.ts'
import { type Rules, rulesOf } from './rules.ts'
import { signedIn, stillSignedIn } from './signed-in.ts'
import { signedOut } from './signed-out.ts'
import { step } from './step.ts'

/**
 * Drives the demos over HTTP, on free ports and with a folder of their own, and restarts all of them
 * on the way. Resolves to the exit code; rejects at the first step that fails.
 */
export async function check(options: Options): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-demo-'))
  const rules: Rules = rulesOf(options.backend)
  const running = await startAll({ ...options, data }, { anyPort: true })
  try {
    for (const { framework, address, csrf } of running.servers) {
      console.log(`\n${framework}`)
      const browser = new Browser(address)
      await guest(browser, csrf)
      const before = await signedIn(browser, rules)
      await step('on SIGTERM the servers finish, exit with 0, and start again', async () => {
        for (const code of await running.restart()) assert.equal(code, 0)
      })
      await stillSignedIn(browser, before)
      await (rules.keepsRecords ? devices(browser, csrf) : noDevices(browser, csrf))
      await signedOut(browser, rules)
    }
    console.log('\nOne sign-in')
    await oneSignIn(running.servers, rules)
  } finally {
    await running.stop()
    await rm(data, { recursive: true, force: true })
  }
  console.log(`\nAll of it works. Now by hand: npm run demo`)
  return 0
}
