/** Stands for the reader's own. */
export async function checkPassword(name: unknown): Promise<string> {
  return String(name)
}
