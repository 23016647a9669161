import { createServer, type Server as Listener, type Socket } from 'node:net'
import { freePort } from '../process/free-port.ts'
import { startOnFreePort } from '../process/private-server.ts'
import type { Address } from '../process/server.ts'
import { cutAfter, loseAnswer, type Trigger } from './faults.ts'
import type { Conditions, Direction } from './lane.ts'
import { type Fault, ProxiedConnection } from './proxied-connection.ts'

/** A loopback proxy between a client and a server, which does to their connections what networks do. */
export interface TcpProxy extends Address {
  /** The given URL, but leading through the proxy. */
  url(of: string): string
  /** How many connections are open. */
  readonly connections: number
  /** How many connections it has taken. */
  readonly accepted: number
  /** Resets both ends of every connection now. New connections are still taken. */
  cut(): void
  /**
   * Cuts the first connection on which `trigger` has gone by in this direction, counted from now, and resolves
   * then. What went by up to there, to the byte if it is a number, is still passed on: `cutAfter('answer', 0)`
   * cuts at the next answer and passes on none of it.
   */
  cutAfter(direction: Direction, trigger: Trigger): Promise<void>
  /**
   * Passes on the next request that contains `request`, waits for its answer, cuts the connection instead of
   * passing that on, and resolves: the server has executed, and the client cannot know. What else is under
   * way on that connection is lost as well.
   */
  loseAnswer(request: string | RegExp): Promise<void>
  /**
   * Passes nothing on and closes nothing, in one direction or in both, like a network that has lost its way.
   * New connections are taken and held too.
   */
  freeze(direction?: Direction): void
  /** Passes on what was held, and goes on. */
  thaw(): void
  /** From now on everything arrives that many milliseconds later, in each direction. */
  delay(milliseconds: number): void
  /** Refuses new connections, as if nobody listened; those that are open stay. */
  refuse(): Promise<void>
  /** Takes new connections again. */
  accept(): Promise<void>
  /** Cuts everything, and ends. */
  close(): Promise<void>
}

/** Starts a proxy on a free port of 127.0.0.1 that leads to the server at this address. */
export async function tcpProxy(target: Address): Promise<TcpProxy> {
  const open = new Set<ProxiedConnection>()
  const faults = new Set<Fault>()
  const conditions: Conditions = { delay: 0, frozen: new Set() }
  let accepted = 0

  const take = (client: Socket): void => {
    accepted += 1
    const connection = new ProxiedConnection(client, target, conditions, faults, () => {
      open.delete(connection)
    })
    open.add(connection)
  }
  const cut = (): void => {
    for (const connection of open) connection.cut()
  }
  const until = (make: (done: () => void) => Fault): Promise<void> =>
    new Promise((resolve) => {
      const fault = make(() => {
        faults.delete(fault)
        resolve()
      })
      faults.add(fault)
    })

  const host = '127.0.0.1'
  let listener: Listener | undefined
  const port = await startOnFreePort(
    () => freePort(),
    async (free) => {
      listener = await listen(free, take)
      return free
    },
  )
  const refuse = async (): Promise<void> => {
    listener?.close()
    listener = undefined
  }
  return {
    host,
    port,
    url: (of) => {
      const changed = new URL(of)
      changed.hostname = host
      changed.port = String(port)
      return changed.href
    },
    get connections() {
      return open.size
    },
    get accepted() {
      return accepted
    },
    cut,
    cutAfter: (direction, trigger) => until((done) => cutAfter(direction, trigger, done)),
    loseAnswer: (request) => until((done) => loseAnswer(request, done)),
    freeze: (direction) => {
      for (const each of direction ? [direction] : (['request', 'answer'] as const)) {
        conditions.frozen.add(each)
      }
    },
    thaw: () => {
      conditions.frozen.clear()
      for (const connection of open) connection.pass()
    },
    delay: (milliseconds) => {
      conditions.delay = milliseconds
    },
    refuse,
    accept: async () => {
      listener ??= await listen(port, take)
    },
    close: async () => {
      await refuse()
      cut()
    },
  }
}

function listen(port: number, take: (client: Socket) => void): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const listener = createServer({ allowHalfOpen: true }, take)
    listener.once('error', reject)
    listener.listen(port, '127.0.0.1', () => resolve(listener))
  })
}
