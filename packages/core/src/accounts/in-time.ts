/**
 * Items of a backend's list, each of which may take as long as one call: a list may be as long as it
 * is, and a store that has gone silent is noticed. `begin` gets the signal that ends what is under way.
 */
export async function* inTime<T>(
  ms: number,
  begin: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const controller = new AbortController()
  const items = begin(controller.signal)[Symbol.asyncIterator]()
  let done = false
  try {
    for (;;) {
      const next = await within(ms, items.next(), controller)
      if (next.done) {
        done = true
        return
      }
      yield next.value
    }
  } finally {
    // Nobody waits for the end of what is silent.
    if (!done) items.return?.().catch(() => {})
  }
}

function within<T>(ms: number, answer: Promise<T>, controller: AbortController): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new Error(`There was no answer within ${ms} ms.`)
      controller.abort(error)
      reject(error)
    }, ms)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
