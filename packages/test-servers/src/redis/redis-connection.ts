import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { type RedisReply, readReply } from './read-reply.ts'

/** A bare connection to a Redis, for tests that look at the store without the client under test. */
export class RedisConnection {
  readonly #socket: Socket
  readonly #waiting: { resolve(reply: RedisReply): void; reject(error: Error): void }[] = []
  #received = Buffer.alloc(0)

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('The connection to Redis is closed')))
  }

  /** Connects to a `redis:` or `rediss:` URL, with its password and database. */
  static async open(url: string): Promise<RedisConnection> {
    const { protocol, hostname, port, username, password, pathname } = new URL(url)
    const address = { host: hostname || '127.0.0.1', port: Number(port || 6379) }
    const tls = protocol === 'rediss:'
    const socket = tls ? connectTls({ ...address, servername: hostname }) : connect(address)
    await new Promise<void>((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve())
      socket.once('error', reject)
    })
    const connection = new RedisConnection(socket)
    const secret = decodeURIComponent(password)
    if (secret !== '')
      await connection.command(
        'AUTH',
        ...(username === '' ? [] : [decodeURIComponent(username)]),
        secret,
      )
    const database = pathname.slice(1)
    if (database !== '') await connection.command('SELECT', database)
    return connection
  }

  /** Sends one command and resolves to its reply; an error reply rejects. */
  command(...words: readonly (string | number)[]): Promise<RedisReply> {
    const parts = words.map((word) => Buffer.from(String(word)))
    const request = [
      Buffer.from(`*${parts.length}\r\n`),
      ...parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from('\r\n')]),
    ]
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) {
        reject(new Error('The connection to Redis is closed'))
        return
      }
      this.#waiting.push({ resolve, reject })
      this.#socket.write(Buffer.concat(request))
    })
  }

  /** Closes the connection; what still waits for a reply fails. */
  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk])
    for (;;) {
      const read = readReply(this.#received, 0)
      if (read === undefined) return
      this.#received = this.#received.subarray(read.end)
      const waiting = this.#waiting.shift()
      if (read.reply instanceof Error) waiting?.reject(read.reply)
      else waiting?.resolve(read.reply)
    }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** One command on a connection of its own. */
export async function redisCommand(
  url: string,
  ...words: readonly (string | number)[]
): Promise<RedisReply> {
  const connection = await RedisConnection.open(url)
  try {
    return await connection.command(...words)
  } finally {
    connection.close()
  }
}
