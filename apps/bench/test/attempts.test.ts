import { expect, it } from 'vitest'
import { attempts } from '../src/attempts.ts'

it('what fails twice is done again, and what fails thrice is told', async () => {
  let left = 2
  const failures: string[] = []
  const work = async () => {
    if (left-- > 0) throw new Error('busy\nat line 1')
    return 'done'
  }
  expect(await attempts(work, (reason) => failures.push(reason))).toBe('done')
  expect(failures).toEqual([])
  left = 3
  expect(await attempts(work, (reason) => failures.push(reason))).toBeUndefined()
  expect(failures).toEqual(['busy'])
})
