/**
 * Tries something up to three times: on a machine with much else to do, a request may take longer
 * than its deadline. What fails three times is told to `onFailure`, and gives nothing.
 */
export async function attempts<T>(
  work: () => Promise<T>,
  onFailure: (reason: string) => void,
): Promise<T | undefined> {
  let reason = ''
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      return await work()
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error)
    }
  }
  // One line, for a report.
  onFailure(reason.split('\n', 1)[0] ?? '')
  return undefined
}
