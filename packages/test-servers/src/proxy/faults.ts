import type { Direction } from './lane.ts'
import type { Fault, ProxiedConnection } from './proxied-connection.ts'

/** When something happens: after so many bytes, or once the text has gone by. */
export type Trigger = number | string | RegExp

/** How long a connection is silent once it has said everything, in milliseconds. */
const quiet = 20

/** Cuts the first connection on which the trigger has gone by, and says that it did. */
export function cutAfter(direction: Direction, trigger: Trigger, done: () => void): Fault {
  const seen = new WeakMap<ProxiedConnection, string>()
  let isDone = false
  return {
    inspect: (connection, inDirection, chunk) => {
      if (isDone || inDirection !== direction) return 'pass'
      const before = seen.get(connection) ?? ''
      const text = before + chunk.toString('latin1')
      seen.set(connection, text)
      const length =
        typeof trigger === 'number' ? Math.max(0, trigger - before.length) : chunk.length
      const hit = typeof trigger === 'number' ? text.length >= trigger : contains(text, trigger)
      if (!hit) return 'pass'
      isDone = true
      done()
      return { cutAfter: length }
    },
  }
}

/** Lets the first request with this text through, and loses its answer together with the connection. */
export function loseAnswer(request: string | RegExp, done: () => void): Fault {
  const seen = new WeakMap<ProxiedConnection, string>()
  let chosen: ProxiedConnection | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    inspect: (connection, direction, chunk) => {
      if (direction === 'request') {
        const text = (seen.get(connection) ?? '') + chunk.toString('latin1')
        seen.set(connection, text)
        if (contains(text, request)) chosen ??= connection
        return 'pass'
      }
      if (connection !== chosen) return 'pass'
      // An earlier request may be answered first: the connection is cut when it has no more to say.
      clearTimeout(timer)
      timer = setTimeout(() => {
        connection.cut()
        done()
      }, quiet)
      return 'drop'
    },
  }
}

function contains(text: string, trigger: string | RegExp): boolean {
  // The text has one character for each byte.
  if (typeof trigger === 'string') return text.includes(Buffer.from(trigger).toString('latin1'))
  return text.search(trigger) !== -1
}
