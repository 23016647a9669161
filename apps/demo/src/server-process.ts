import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Demo } from './demos.ts'

/** A running demo. */
export interface ServerProcess extends Pick<Demo, 'framework' | 'csrf'> {
  readonly address: string
  /** Its exit code, when it has ended: 0 also where it ended in order because a signal said so. */
  readonly ended: Promise<number>
  /** Sends SIGTERM. Resolves to the exit code. */
  readonly stop: () => Promise<number>
}

/** What a process exits with that handles a signal, and says so. Next does. */
const onSignal = [128 + constants.signals.SIGTERM, 128 + constants.signals.SIGINT]

/** Starts a demo as a process of its own, and waits until it answers. */
export async function startServer(
  { framework, csrf, folder, start }: Demo,
  port: number,
  environment: Readonly<Record<string, string>>,
  insecureDevelopment: boolean,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, start(insecureDevelopment), {
    cwd: folder,
    env: { ...process.env, ...environment, PORT: String(port) },
    // What it says is for the reader only when it did not start. The channel tells it when we are gone.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const output = outputOf(child)
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code) => resolve(onSignal.includes(code ?? 1) ? 0 : (code ?? 1)))
  })
  const address = `http://localhost:${port}`
  const up = await Promise.race([answers(address), ended.then(() => false)])
  if (!up) throw new Error(`The demo of ${framework} did not start. It said:\n\n${output()}`)
  const stop = (): Promise<number> => {
    child.kill('SIGTERM')
    return ended
  }
  return { framework, csrf, address, ended, stop }
}

/** The last of what it prints. */
function outputOf(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-4000)
    })
  }
  return () => text
}

async function answers(address: string): Promise<boolean> {
  for (;;) {
    const response = await fetch(address).catch(() => null)
    await response?.body?.cancel()
    if (response?.ok) return true
    await sleep(50)
  }
}
