import { expect, it } from 'vitest'
import { failuresOf } from './collecting-suite.ts'
import { mutate } from './mutant.ts'
import { PowerfulBackend } from './plain-backend.ts'
import { powerMutants } from './power-mutants.ts'
import { recordMutants } from './record-mutants.ts'

it.each([...recordMutants, ...powerMutants])('notices that %s (%s)', async (_, subject, make) => {
  const failures = await failuresOf(() => mutate(new PowerfulBackend(), make))
  expect(failures.map((title) => title.split(':')[0])).toContain(subject)
})

it('finds nothing wrong with the backend that the mutants are made of', async () => {
  expect(await failuresOf(() => new PowerfulBackend())).toEqual([])
})
