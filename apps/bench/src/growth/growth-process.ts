// One store with so many sessions, in a process of its own:
// `node growth-process.ts <store> <folder> <url> <sessions>`.
import { measure } from '../core-alone/measure.ts'
import { answerParent } from '../process/answer-parent.ts'
import { openStore } from './filled-store.ts'
import type { GrowthCost } from './growth.ts'
import { copyId } from './template.ts'

const [id = '', folder = '', url = '', count = ''] = process.argv.slice(2)
const sessions = Number(count)
const store = await openStore(id, folder, url, `with_${count}`)
await store.fill(0, sessions)

const one = () => {
  const copy = copyId(store, Math.floor(Math.random() * sessions))
  return store.sessions.open(`${copy}.${store.secret}`).load()
}

const read = async (): Promise<void> => {
  if ((await one()).get('name') !== 'visitor') throw new Error('A session is not there.')
}

const write = async (): Promise<void> => {
  const session = await one()
  session.set('count', session.get('count', 0) + 1)
  await session.save()
}

answerParent<number, GrowthCost>(
  async (slice) => ({ read: await cost(read, slice), write: await cost(write, slice) }),
  () => store.close(),
)

/** Microseconds for one, of as many as are under way at a time. */
async function cost(work: () => Promise<void>, slice: number): Promise<number> {
  const all = () => Promise.all(Array.from({ length: store.width }, work))
  const batch = Math.ceil(100 / store.width)
  return (await measure(store.width === 1 ? work : all, slice, batch)) / store.width
}
