import { it } from 'vitest'
import { checkHistories } from './cache-model.ts'

it('R53, R54, R55 thousands of histories of two processes', async () => {
  await checkHistories(10_000, 100)
}, 280_000)
