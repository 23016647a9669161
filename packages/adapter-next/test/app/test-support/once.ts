/** What is made once in this process, however many bundles ask for it. */
export function once<T>(name: string, make: () => T): T {
  const key = Symbol.for(`fixture/${name}`)
  // What is under this name was made here.
  const holder = globalThis as { [key]?: T }
  holder[key] ??= make()
  return holder[key]
}
