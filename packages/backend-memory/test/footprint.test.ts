import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const child = fileURLToPath(new URL('children/measure.ts', import.meta.url))
const mebibyte = 1024 * 1024

async function measure(...numbers: number[]): Promise<{ used: number; held: number }> {
  const flags = ['--expose-gc', '--conditions=@sojourn/source']
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...flags,
    child,
    ...numbers.map(String),
  ])
  return JSON.parse(stdout)
}

it('takes at most 260 bytes a session beside its payload', async () => {
  const { used, held } = await measure(120_000, 300, 512 * mebibyte)
  expect(held).toBe(120_000)
  expect(used / held - 300).toBeLessThan(260)
}, 60_000)

it.each([100, 1000])(
  'R59a: stays within maxBytes with payloads of %i characters',
  async (size) => {
    const { used, held } = await measure(150_000, size, 32 * mebibyte)
    expect(held).toBeGreaterThan(20_000)
    expect(held).toBeLessThan(150_000)
    // The map and the columns grow by doubling: just after it, they are half empty.
    expect(used / mebibyte).toBeLessThan(32 * 1.25)
    expect(used / mebibyte).toBeGreaterThan(32 * 0.75)
  },
  60_000,
)
