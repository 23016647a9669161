// One store in a process of its own: `node growth-process.ts <store> <folder> <url>`.
import { measure } from '../core-alone/measure.ts'
import { answerParent } from '../process/answer-parent.ts'
import { openStore } from './filled-store.ts'
import type { Grown, GrowthFigure } from './growth.ts'
import { copyId } from './template.ts'

const [id = '', folder = '', url = ''] = process.argv.slice(2)
const store = await openStore(id, folder, url)
let filled = 0

answerParent<Grown, GrowthFigure>(
  async ({ sessions, slice }) => {
    await store.fill(filled, sessions)
    filled = sessions
    const one = () => {
      const copy = copyId(store, Math.floor(Math.random() * filled))
      return store.sessions.open(`${copy}.${store.secret}`).load()
    }
    const write = async () => {
      const session = await one()
      session.set('count', session.get('count', 0) + 1)
      await session.save()
    }
    const read = async () => {
      if ((await one()).get('name') !== 'visitor') throw new Error('A session is not there.')
    }
    return { sessions, read: await cost(read, slice), write: await cost(write, slice) }
  },
  () => store.close(),
)

/** Microseconds for one, of as many as are under way at a time. */
async function cost(work: () => Promise<void>, slice: number): Promise<number> {
  const all = () => Promise.all(Array.from({ length: store.width }, work))
  const batch = Math.ceil(100 / store.width)
  return (await measure(store.width === 1 ? work : all, slice, batch)) / store.width
}
