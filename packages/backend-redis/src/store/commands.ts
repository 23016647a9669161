import type { Driver, Primary } from '../client/driver.ts'
import type { Script } from '../scripts/script.ts'
import { abortable } from './abortable.ts'
import { RedisCallError } from './redis-call-error.ts'

/** Commands under a signal, by any driver, with errors that can be logged. */
export class Commands {
  readonly #driver: Driver

  constructor(driver: Driver) {
    this.#driver = driver
  }

  /** Sends one command to the primary that has `key`. */
  send(key: string, command: readonly string[], signal: AbortSignal): Promise<unknown> {
    return this.ask(key, command, signal, asItIs)
  }

  /** The same, and what `read` makes of the answer. */
  ask<T>(
    key: string,
    command: readonly string[],
    signal: AbortSignal,
    read: (answer: unknown) => T,
  ): Promise<T> {
    return abortable(signal, () => this.#driver.send(key, command, signal), read, callError)
  }

  /** Runs a script, whose keys lie in one slot. Sends its source where Redis does not know it any more. */
  async run(
    script: Script,
    keys: readonly [string, ...string[]],
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<unknown> {
    const rest = [String(keys.length), ...keys, ...args]
    try {
      return await this.send(keys[0], ['EVALSHA', script.sha, ...rest], signal)
    } catch (error) {
      if (!(error instanceof RedisCallError) || error.code !== 'NOSCRIPT') throw error
      return this.send(keys[0], ['EVAL', script.source, ...rest], signal)
    }
  }

  /** What each primary answers to the pages of a SCAN: keys, some of them perhaps twice. */
  async *scan(pattern: string, signal: AbortSignal): AsyncGenerator<string[]> {
    for (const primary of await this.#primaries(signal)) {
      yield* pages((cursor) => {
        const command = ['SCAN', cursor, 'MATCH', pattern, 'COUNT', pageSize]
        return abortable(signal, () => primary.send(command, signal), asItIs, callError)
      })
    }
  }

  /** The pages of an owner's index: its members, some of them perhaps twice. */
  async *scanIndex(key: string, signal: AbortSignal): AsyncGenerator<string[]> {
    for await (const page of pages((cursor) =>
      this.send(key, ['ZSCAN', key, cursor, 'COUNT', pageSize], signal),
    )) {
      // Each member is followed by its score.
      yield page.filter((_, position) => position % 2 === 0)
    }
  }

  async #primaries(signal: AbortSignal): Promise<readonly Primary[]> {
    let primaries: readonly Primary[] = []
    const find = async (): Promise<void> => {
      primaries = await this.#driver.primaries()
    }
    await abortable(signal, find, asItIs, callError)
    return primaries
  }
}

const pageSize = '250'

async function* pages(next: (cursor: string) => Promise<unknown>): AsyncGenerator<string[]> {
  let cursor = '0'
  do {
    const reply = await next(cursor)
    if (!Array.isArray(reply)) throw new TypeError('Redis answered a scan with something else')
    cursor = String(reply[0])
    const page: unknown = reply[1]
    yield Array.isArray(page) ? page.map(String) : []
  } while (cursor !== '0')
}

function asItIs(answer: unknown): unknown {
  return answer
}

function callError(error: unknown): RedisCallError {
  return new RedisCallError(error)
}
