// Started by watchdog.ts. Reads what to clean up, one JSON message a line, and does it when the input ends.
import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, processTree, signalProcess } from './process-tree.ts'

interface Message {
  readonly pid?: number
  readonly signal?: NodeJS.Signals
  readonly ended?: number
  readonly folder?: string
  readonly removed?: string
}

const processes = new Map<number, NodeJS.Signals>()
const folders = new Set<string>()

for await (const line of createInterface(process.stdin)) {
  const message: Message = JSON.parse(line)
  if (message.pid !== undefined) processes.set(message.pid, message.signal ?? 'SIGKILL')
  if (message.ended !== undefined) processes.delete(message.ended)
  if (message.folder !== undefined) folders.add(message.folder)
  if (message.removed !== undefined) folders.delete(message.removed)
}

await Promise.all([...processes].map(([pid, signal]) => end(pid, signal)))
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  const tree = processTree(pid)
  signalProcess(pid, signal)
  // A paused process would not hear of it.
  for (const each of tree) signalProcess(each, 'SIGCONT')
  const deadline = Date.now() + 3_000
  while (tree.some(isAlive) && Date.now() < deadline) await sleep(20)
  for (const each of tree) if (isAlive(each)) signalProcess(each, 'SIGKILL')
}
