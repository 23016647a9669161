// One contender in a process of its own: `node server-process.ts <contender> <folder>`.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { contenderOf } from '../contenders/contenders.ts'
import { answerParent } from '../process/answer-parent.ts'
import { sampleData } from '../sample-data.ts'
import type { Prime, Primed } from './server.ts'

const [id = '', folder = ''] = process.argv.slice(2)
const app = await contenderOf(id).start({ folder })
const server = createServer(app.listener).listen(0, '127.0.0.1')
await once(server, 'listening')

answerParent<Prime, Primed>(
  async ({ names, bytes }) => {
    const cookies: string[] = []
    for (const name of names) cookies.push(await app.prime(sampleData(bytes, name)))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { user, system } = process.cpuUsage()
    return { port, cookies, cpu: user + system }
  },
  () => app.close(),
)
