import { format, inspect } from 'node:util'

/** Prints a line, and sends it to the parent. */
export function say(text: string): void {
  console.log(text)
  process.send?.({ said: text })
}

/** Shows a value in every way that a log, a debugger or an error reporter would. */
export function sayAllOf(what: string, value: unknown): void {
  console.error(what, value)
  say(
    `${what}: ${inspect(value, { depth: 12, showHidden: true, getters: true, maxStringLength: null })}`,
  )
  say(format('%s %o %O %j', value, value, value, jsonOf(value)))
  if (value instanceof Error) {
    say(`${value.stack}`)
    say(jsonOf({ ...value, message: value.message }))
    // A reporter copies what it finds, properties that no one lists included.
    for (const key of Reflect.ownKeys(value))
      say(`${String(key)}: ${inspect(Reflect.get(value, key))}`)
    if (value.cause !== undefined) sayAllOf(`cause of ${what}`, value.cause)
  }
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'undefined'
  } catch (error) {
    return `not JSON: ${error}`
  }
}
