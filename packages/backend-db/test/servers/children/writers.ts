// node writers.ts <database> <url> <token> <process> <writers> <writes>: so many requests at once load one
// session and save a key of their own, one write after the other. Prints how many updates it sent.
import { createSessions } from '@sojourn/core'
import { databaseOf } from '../databases.ts'

const [name = '', url = '', token = '', part = '', writers = '', writes = ''] =
  process.argv.slice(2)
const { backend, close } = databaseOf(name).open(url)
let updates = 0
const counting = {
  ...backend,
  update: (...parameters: Parameters<typeof backend.update>) => {
    updates++
    return backend.update(...parameters)
  },
}
const sessions = createSessions<Record<string, number>>({ backend: counting, deadline: 10_000 })

await Promise.all(
  Array.from({ length: Number(writers) }, async (_, writer) => {
    for (let write = 0; write < Number(writes); write++) {
      const session = await sessions.open(token).load()
      session.set(`${part}-${writer}-${write}`, write)
      await session.save()
    }
  }),
)
console.log(updates)
await sessions.close()
await close()
