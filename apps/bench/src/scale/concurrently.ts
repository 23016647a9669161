/** Does something once for each number below `count`, 64 at a time. */
export async function concurrently(
  count: number,
  work: (number: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: 64 }, worker))
}
