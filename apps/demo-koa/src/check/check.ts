import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Options } from '../options.ts'
import { startServer } from '../server-process.ts'
import { Browser } from './browser.ts'
import { devices } from './devices.ts'
import { guest } from './guest.ts'
import { signedIn, stillSignedIn } from './signed-in.ts'
import { signedOut } from './signed-out.ts'
import { step } from './step.ts'

/**
 * Drives the demo over HTTP, on a free port and with a folder of its own, and restarts the server
 * process on the way. Resolves to the exit code; rejects at the first step that fails.
 */
export async function check(options: Options): Promise<number> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-demo-'))
  const start = () => startServer({ ...options, data, port: 0 })
  let server = await start()
  try {
    const browser = new Browser(server.address)
    await guest(browser)
    const before = await signedIn(browser)

    await step('on SIGTERM the server finishes and exits with 0', async () => {
      assert.equal(await server.stop(), 0)
    })
    server = await step('a new server process starts on the same file', start)
    browser.address = server.address

    await stillSignedIn(browser, before)
    await devices(browser)
    await signedOut(browser)
  } finally {
    await server.stop()
    await rm(data, { recursive: true, force: true })
  }
  console.log(`\nAll of it works. Now by hand: npm run demo`)
  return 0
}
