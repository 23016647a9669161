// One contender in a process of its own: `node server-process.ts <contender> <folder> <store's URL>`.
import { subscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Socket } from 'node:net'
import { contenderOf } from '../contenders/contenders.ts'
import { answerParent } from '../process/answer-parent.ts'
import type { ServerState } from './server.ts'

// Every socket that the contender opens leads to its store.
const toStore: Socket[] = []
subscribe('net.client.socket', (message) => {
  const socket: unknown = Reflect.get(Object(message), 'socket')
  if (socket instanceof Socket) toStore.push(socket)
})

const [id = '', folder = '', storeUrl = ''] = process.argv.slice(2)
const app = await contenderOf(id).start({
  folder,
  ...(storeUrl !== '' && { storeUrl }),
})
const server = createServer(app.listener).listen(0, '127.0.0.1')
// Its clients may ask again after a while.
server.keepAliveTimeout = 0
await once(server, 'listening')

answerParent<object, ServerState>(
  async () => {
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const { user, system } = process.cpuUsage()
    const storeBytes = toStore.reduce((sum, each) => sum + each.bytesRead + each.bytesWritten, 0)
    return { port, cpu: user + system, storeBytes }
  },
  () => app.close(),
)
