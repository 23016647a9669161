/** The same store, telling of every call to it. */
export function watched<Store extends object>(
  store: Store,
  onCall: ((verb: string) => void) | undefined,
): Store {
  if (onCall === undefined) return store
  return new Proxy(store, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      return (...args: unknown[]): unknown => {
        onCall(String(key))
        return Reflect.apply(value, target, args)
      }
    },
  })
}
