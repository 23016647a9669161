import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type BackendName, backends } from 'demo-parts/settings'
import { expect } from 'vitest'
import { demos } from '../src/demos.ts'

interface Run {
  readonly code: number
  readonly output: string
}

/** Runs `demo.ts` as `npm run demo` does. */
export function demo(...args: string[]): Promise<Run> {
  const file = fileURLToPath(new URL('../src/demo.ts', import.meta.url))
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@sojourn/source', file, ...args],
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? 1, output: stdout + stderr }),
    )
  })
}

/** Runs `--check`: one sign-in, restarts, devices, and a sign-out that ends it everywhere. */
export async function expectCheckToPass(name: BackendName): Promise<void> {
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
}
