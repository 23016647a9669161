/** A hook of a gateway, under the name that Nest calls it by. */
export type HookName = 'handleConnection' | 'handleDisconnect'

/** What comes before a hook, and decides whether it is called. */
export type Before = (instance: object, client: object, rest: unknown[]) => Promise<boolean>

/** Puts something before a hook of a gateway class; the class need not have it. */
export function replaceHook(
  gateway: { readonly prototype: object },
  name: HookName,
  before: Before,
): void {
  const hook: unknown = Reflect.get(gateway.prototype, name)
  Object.defineProperty(gateway.prototype, name, {
    configurable: true,
    writable: true,
    async value(this: object, client: object, ...rest: unknown[]): Promise<void> {
      if (!(await before(this, client, rest)) || typeof hook !== 'function') return
      await Reflect.apply(hook, this, [client, ...rest])
    },
  })
}

/** Calls a method that a gateway may have. */
export function callHook(gateway: object, name: string, args: readonly unknown[]): unknown {
  const hook: unknown = Reflect.get(gateway, name)
  return typeof hook === 'function' ? Reflect.apply(hook, gateway, args) : undefined
}
