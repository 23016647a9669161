import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sharedServer } from '@sojourn/test-servers'
import { expect, it, onTestFinished } from 'vitest'
import { backendsPart } from '../src/backends/backends-part.ts'
import { pairOf } from '../src/backends/pair-of.ts'
import { verbNames } from '../src/backends/verbs.ts'
import { quick } from '../src/plan.ts'
import { Progress } from '../src/progress.ts'

it('a verb that does not answer as it should is no measurement', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [store, place] of [
    ['memory', ''],
    ['sqlite', folder],
    ['ioredis', (await sharedServer('redis')).url],
  ] as const) {
    const { backend, raw, close } = await pairOf(store, place)
    for (const verb of verbNames) {
      await raw[verb](1)
      await backend[verb](1)
    }
    await expect(async () => backend.update(1)).rejects.toThrow('did not answer updated')
    await close()
  }
})

it('every backend is measured beside its raw driver', async () => {
  const plan = { ...quick, core: { rounds: 1, slice: 3 } }
  const { lines, targets } = await backendsPart.run(plan, new Progress())
  const rows = lines.filter((line) => line.startsWith('| Redis') || line.startsWith('| SQLite'))
  expect(rows).toHaveLength(13)
  expect(rows.join()).not.toContain('NaN')
  expect(targets).toHaveLength(14)
}, 60_000)
