import { it } from 'vitest'
import { checkHistories } from './cache-model.ts'

it('R53, R54, R55 in any history of two processes, every read gives what was written, and is as new as promised', async () => {
  await checkHistories(400, 60)
}, 120_000)
