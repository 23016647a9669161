import { expect, test, vi } from 'vitest'
import { demo, expectCheckToPass } from './run-demo.ts'

// Starts all demos, on a machine that may be busy with much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

test('--check: one sign-in, restarts, devices, and a sign-out that ends it everywhere', () =>
  expectCheckToPass('sqlite'))

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
