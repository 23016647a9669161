import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Browser } from 'demo/browser'
import type { Guide } from './guide.ts'
import { newcomer, runCommand } from './newcomer.ts'
import { freePort, type Place, RunningApp } from './running-app.ts'
import { signIn, signOut } from './visit.ts'

/** The tarball of each of our packages, by its name: what `npm install` takes as long as none is published. */
export type Tarballs = ReadonlyMap<string, string>

/**
 * Does what a guide says, in an empty folder: runs its commands, writes its files, starts its app. Then it
 * visits the app as a browser without scripts. A sign-in has to show a session that outlives a restart of the
 * app, and a sign-out has to end it. Resolves to the seconds up to the first signed-in page.
 */
export async function follow(
  guide: Guide,
  tarballs: Tarballs,
  patience = 300_000,
): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-start-'))
  const env = newcomer()
  const begin = performance.now()
  try {
    for (const step of guide.steps) {
      if (step.does === 'write') {
        mkdirSync(dirname(join(folder, step.file)), { recursive: true })
        writeFileSync(join(folder, step.file), step.text)
        continue
      }
      for (const command of step.commands) {
        await runCommand(withTarballs(command, tarballs), folder, env)
      }
    }
    const place = { folder, env, port: await freePort(), patience }
    const browser = new Browser(`http://localhost:${place.port}`)
    let seconds = 0
    await whileRunning(guide.start, place, async () => {
      await signIn(browser)
      seconds = (performance.now() - begin) / 1000
    })
    await whileRunning(guide.start, place, () => signOut(browser))
    return seconds
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function whileRunning(
  command: string,
  place: Place,
  visit: () => Promise<void>,
): Promise<void> {
  const app = await RunningApp.start(command, place)
  try {
    await visit()
  } catch (error) {
    throw new Error(
      `${error instanceof Error ? error.message : error}\n\nThe app said:\n${app.said}`,
    )
  } finally {
    await app.stop()
  }
}

function withTarballs(command: string, tarballs: Tarballs): string {
  return command.replace(/@sojourn\/[\w-]+/g, (name) => {
    const tarball = tarballs.get(name)
    if (tarball === undefined) throw new Error(`${command}\nThere is no package ${name}.`)
    return tarball
  })
}
