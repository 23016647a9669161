/** How long a step of connecting may take, in milliseconds. */
export const longestStep = 5000

/** What `work` gives, or an error after five seconds; what comes later is handed to `whenLate`. */
export function withinTime<T>(work: Promise<T>, whenLate?: (late: T) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    let over = false
    const timer = setTimeout(() => {
      over = true
      reject(new Error(`Connecting for changes took longer than ${longestStep} ms`))
    }, longestStep)
    timer.unref()
    work.then(
      (value) => {
        clearTimeout(timer)
        if (over) whenLate?.(value)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
