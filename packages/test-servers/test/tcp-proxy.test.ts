import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TcpProxy, tcpProxy } from '../src/index.ts'

let server: Server
let proxy: TcpProxy
let received: string

// Answers each chunk with `<` and the chunk.
beforeEach(async () => {
  received = ''
  server = createServer((socket) => {
    socket.on('data', (chunk) => {
      received += chunk
      socket.write(`<${chunk}`)
    })
    socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  proxy = await tcpProxy({ host: '127.0.0.1', port: address.port })
})

afterEach(async () => {
  await proxy.close()
  server.close()
})

interface Client {
  readonly socket: Socket
  text(): string
  isClosed(): boolean
}

async function client(): Promise<Client> {
  const socket = connect(proxy.port, proxy.host)
  let text = ''
  let closed = false
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    closed = true
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => resolve())
    socket.once('error', reject)
  })
  return { socket, text: () => text, isClosed: () => closed }
}

test('passes on both ways, and the end', async () => {
  const { socket, text, isClosed } = await client()
  socket.write('a')
  await expect.poll(text).toBe('<a')
  expect(proxy.url('redis://user:secret@example.org:1/2')).toBe(
    `redis://user:secret@127.0.0.1:${proxy.port}/2`,
  )
  expect([proxy.connections, proxy.accepted]).toEqual([1, 1])
  socket.end()
  await expect.poll(isClosed).toBe(true)
  await expect.poll(() => proxy.connections).toBe(0)
})

test('cuts what is open and takes what is new', async () => {
  const [one, other] = await Promise.all([client(), client()])
  await expect.poll(() => proxy.connections).toBe(2)
  proxy.cut()
  await expect.poll(() => one.isClosed() && other.isClosed()).toBe(true)
  const { socket, text } = await client()
  socket.write('a')
  await expect.poll(text).toBe('<a')
})

test('cuts after so many bytes', async () => {
  const { socket, text, isClosed } = await client()
  const cut = proxy.cutAfter('answer', 4)
  socket.write('ab')
  await expect.poll(text).toBe('<ab')
  socket.write('cdef')
  await cut
  await expect.poll(isClosed).toBe(true)
  expect(text()).toBe('<ab<')
})

test('cuts after a text, even one in pieces', async () => {
  const { socket, isClosed } = await client()
  const cut = proxy.cutAfter('request', 'DELETE')
  socket.write('DEL')
  await expect.poll(() => received).toBe('DEL')
  socket.write('ETE')
  await cut
  await expect.poll(isClosed).toBe(true)
})

test('loses the answer to what the server has executed', async () => {
  const { socket, text, isClosed } = await client()
  const lost = proxy.loseAnswer(/UPDATE/)
  socket.write('SELECT')
  await expect.poll(text).toBe('<SELECT')
  socket.write('UPDATE')
  await lost
  await expect.poll(isClosed).toBe(true)
  expect([received, text()]).toEqual(['SELECTUPDATE', '<SELECT'])
})

test('freezes and thaws, in either direction', async () => {
  const { socket, text, isClosed } = await client()
  proxy.freeze('answer')
  socket.write('a')
  await expect.poll(() => received).toBe('a')
  proxy.freeze()
  socket.write('b')
  const late = await client()
  late.socket.write('c')
  await sleep(50)
  expect([received, text(), late.text(), isClosed()]).toEqual(['a', '', '', false])
  proxy.thaw()
  await expect.poll(text).toBe('<a<b')
  await expect.poll(late.text).toBe('<c')
})

test('a frozen connection stays open on the side that is left', async () => {
  const { socket } = await client()
  await expect.poll(() => proxy.connections).toBe(1)
  proxy.freeze()
  socket.destroy()
  await sleep(50)
  expect(await openAtServer()).toBe(1)
  proxy.thaw()
  await expect.poll(openAtServer).toBe(0)
})

test('delays both ways, and keeps the order', async () => {
  const { socket, text } = await client()
  proxy.delay(50)
  const start = performance.now()
  socket.write('a')
  await sleep(10)
  socket.write('b')
  await expect.poll(text, { interval: 1 }).toBe('<a<b')
  expect(performance.now() - start).toBeGreaterThan(95)
})

test('refuses and accepts', async () => {
  const { socket, text } = await client()
  await proxy.refuse()
  await expect(client()).rejects.toThrow('ECONNREFUSED')
  socket.write('a')
  await expect.poll(text).toBe('<a')
  await proxy.accept()
  await client()
})

function openAtServer(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}
