// node --expose-gc measure.ts <sessions> <characters> <maxBytes>: prints the heap that they take, in bytes.
import { randomBytes } from 'node:crypto'
import { memoryBackend } from '../../src/index.ts'

const [sessions = 0, characters = 0, maxBytes = 0] = process.argv.slice(2).map(Number)
const call = { now: Date.now(), signal: new AbortController().signal }
const expiresAt = call.now + 3_600_000
const text = (length: number): string => randomBytes(length).toString('base64url').slice(0, length)
const heap = async (): Promise<number> => {
  // Promises and buffers of the calls before go in the turns after.
  for (let round = 0; round < 4; round++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const before = await heap()
const backend = memoryBackend({ maxBytes })
for (let n = 0; n < sessions; n++) {
  // A slice would keep alive the text that it was cut from.
  const payload = Buffer.from(text(characters)).toString('latin1')
  const [id, revision] = [
    randomBytes(16).toString('base64url'),
    randomBytes(16).toString('base64url'),
  ]
  const owner = n % 2 === 0 ? null : `user-${n}`
  await backend.create({ id, revision, owner, expiresAt, endsAt: expiresAt, payload }, call)
}
const used = (await heap()) - before
let held = 0
for await (const _ of backend.list(call)) held++
process.stdout.write(JSON.stringify({ used, held }))
