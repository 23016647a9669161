import { expect, it } from 'vitest'
import { quick } from '../src/plan.ts'
import { Progress } from '../src/progress.ts'
import { sealingsOf } from '../src/sealing/sealing.ts'
import { sealingPart } from '../src/sealing/sealing-part.ts'
import { titles } from '../src/sealing/titles.ts'

it('every way to seal opens what it sealed, and seals what it opens', async () => {
  const data = { name: 'visitor', count: 0, email: '', locale: '', roles: [], cart: [] }
  for (const [id, { seal, open, token }] of Object.entries(await sealingsOf(data))) {
    expect(await open(), id).toEqual(id === 'whole' ? 'visitor' : data)
    expect(await seal(), id).toHaveLength(token.length)
  }
})

it('sealing is measured beside iron-session and bare AES-GCM', async () => {
  const plan = { ...quick, core: { rounds: 2, slice: 2 } }
  const { lines, targets = [] } = await sealingPart.run(plan, new Progress())
  for (const title of Object.values(titles)) expect(lines.join('\n')).toContain(title)
  expect(lines.join('\n')).not.toMatch(/NaN|Infinity|undefined/)
  expect(targets).toHaveLength(6)
  // What is no matter of time holds always.
  for (const { what, holds } of targets) if (what.includes('length')) expect(holds).toBe(true)
}, 30_000)
