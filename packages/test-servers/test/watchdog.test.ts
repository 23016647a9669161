import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { test } from 'vitest'

const script = fileURLToPath(new URL('abandon-servers.ts', import.meta.url))

test.concurrent.for([
  ['SIGKILL', ['redis', 'postgres', 'mariadb']],
  ['SIGTERM', ['redis']],
  [undefined, ['redis']],
] as const)(
  'no server outlives the process that started it (%s)',
  async ([signal, kinds], { expect }) => {
    const owner = spawn(process.execPath, [...process.execArgv, script, ...kinds], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const { servers } = await firstLine(owner.stdout)
    expect(servers).toHaveLength(kinds.length)
    for (const { pid } of servers) expect(isThere(pid)).toBe(true)
    if (signal === undefined) owner.stdin.end()
    else owner.kill(signal)
    const left = (): boolean =>
      servers.some(({ pid, logFile }) => isThere(pid) || existsSync(dirname(logFile)))
    await expect.poll(left, { timeout: 5_000 }).toBe(false)
  },
)

interface Started {
  readonly servers: readonly { readonly pid: number; readonly logFile: string }[]
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<Started> {
  for await (const line of createInterface(stream)) return JSON.parse(line)
  throw new Error('The process has said nothing')
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
