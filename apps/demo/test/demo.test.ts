import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { backends, isBackendName } from 'demo-parts/settings'
import { expect, test, vi } from 'vitest'
import { demos } from '../src/demos.ts'

// Starts all demos, and real browsers, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

interface Run {
  readonly code: number
  readonly output: string
}

/** Runs `demo.ts` as `npm run demo` does. */
function demo(...args: string[]): Promise<Run> {
  const file = fileURLToPath(new URL('../src/demo.ts', import.meta.url))
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@sojourn/source', file, ...args],
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}

const names = Object.keys(backends).filter(isBackendName)

test.each(names.filter((name) => backends[name].shared))(
  '--check --backend %s: one sign-in, restarts, devices, and a sign-out that ends it everywhere',
  async (name) => {
    const { code, output } = await demo('--check', '--backend', name)
    expect(output).not.toContain('✗')
    expect(output).toContain('✓ still signed in')
    if (backends[name].keepsRecords) {
      expect(output).toContain('✓ one ends the other')
      expect(output).toContain('✓ the old cookie is refused')
    } else {
      expect(output).toContain('✓ the page says that nobody keeps a list of devices')
    }
    for (const { framework } of demos) {
      expect(output).toContain(`✓ signed in at ${framework}, signed in everywhere`)
      expect(output).toContain(`✓ signed out at ${framework}, signed out everywhere`)
    }
    expect(code).toBe(0)
  },
)

test.each([
  [['--backend', 'paper'], "The demo has no backend 'paper'. It has: sqlite, "],
  [['--check', '--backend', 'memory'], "sessions in memory are each process's own"],
  [['--chekc'], "Unknown option '--chekc'"],
])('%s is refused, and told how', async (args, message) => {
  const { code, output } = await demo(...args)
  expect(output).toContain(message)
  expect(output).toContain('Usage: npm run demo')
  expect(code).toBe(2)
})
