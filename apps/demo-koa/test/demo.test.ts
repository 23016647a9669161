import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

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

test('--check: sign in, restart, still signed in, end another device, sign out, the old cookie is refused', async () => {
  const { code, output } = await demo('--check')
  expect(output).not.toContain('✗')
  expect(output).toContain('✓ still signed in')
  expect(output).toContain('✓ one ends the other')
  expect(output).toContain('✓ the old cookie is refused')
  expect(code).toBe(0)
})

test.each([
  [['--backend', 'redis'], "The demo has no backend 'redis'. It has: sqlite, memory."],
  [['--check', '--backend', 'memory'], 'sessions in memory do not survive that'],
  [['--port', 'x'], "not 'x'"],
  [['--chekc'], "Unknown option '--chekc'"],
])('%s is refused, and told how', async (args, message) => {
  const { code, output } = await demo(...args)
  expect(output).toContain(message)
  expect(output).toContain('Usage: npm run demo')
  expect(code).toBe(2)
})
