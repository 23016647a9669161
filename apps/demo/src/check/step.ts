/** Does one step and says whether it went well. A failed step ends the check. */
export async function step<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    const result = await run()
    console.log(`✓ ${name}`)
    return result
  } catch (error) {
    console.log(`✗ ${name}`)
    throw error
  }
}
