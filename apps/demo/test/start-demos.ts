import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Options } from '../src/options.ts'
import { type Running, startAll } from '../src/start-all.ts'

/** Starts all demos on free ports, with a folder of their own. `stop` ends all that was started. */
export function demoStarter(): {
  start(options?: Partial<Options>): Promise<Running>
  stop(): Promise<void>
} {
  const ends: (() => Promise<unknown>)[] = []
  return {
    start: async (options = {}) => {
      const data = await mkdtemp(join(tmpdir(), 'sojourn-demo-test-'))
      ends.unshift(() => rm(data, { recursive: true, force: true }))
      const running = await startAll(
        { backend: 'sqlite', data, insecureDevelopment: false, ...options },
        { anyPort: true },
      )
      ends.unshift(running.stop)
      return running
    },
    stop: async () => {
      for (const end of ends.splice(0)) await end()
    },
  }
}
