import { ConfigurationError } from '@sojourn/core'
import type { NodeRequest, NodeResponse } from '@sojourn/core/node'

/**
 * What is used of `ctx`, in Koa 2 and 3 alike.
 *
 * @foreign
 */
export interface KoaSessionContext {
  readonly app: {
    readonly context: object
    emit(event: 'error', error: unknown, ctx: object): unknown
  }
  readonly req: NodeRequest
  readonly res: NodeResponse
  readonly ip: string
  readonly status: number
  readonly headerSent: boolean
  readonly respond?: boolean | undefined
}

/** One `koaSession(…)`: which session it puts where. */
export interface Mount {
  readonly property: string
  readonly cookieName: string
  open(ctx: KoaSessionContext): Opened
}

interface Opened {
  readonly session: { load(): Promise<unknown> }
  commit(status: number): Promise<void> | undefined
}

/** A mount that has run in a request; `before` it, other ones. */
interface Visit {
  readonly mount: Mount
  readonly before: Visit | undefined
  /** Undefined until the session is touched. */
  opened: Opened | undefined
}

const lastVisit: unique symbol = Symbol('last session middleware')

interface VisitedContext extends KoaSessionContext {
  [lastVisit]?: Visit
}

const mountsOf = new WeakMap<object, Map<string, Mount>>()

/** Notes that a mount runs in this request; at its first in an app, makes its property there. */
export function visit(mount: Mount, ctx: KoaSessionContext): Visit {
  const { property } = mount
  const { context } = ctx.app
  if (mountsOf.get(context)?.get(property) !== mount) install(mount, ctx)

  const visited: VisitedContext = ctx
  const before = visited[lastVisit]
  if (find(before, property) !== undefined) throw mountedTwice(property)
  const own: Visit = { mount, before, opened: undefined }
  visited[lastVisit] = own
  return own
}

/** The session of a visit, made at the first touch. */
export function open(own: Visit, ctx: KoaSessionContext): Opened {
  own.opened ??= own.mount.open(ctx)
  return own.opened
}

function install(mount: Mount, ctx: KoaSessionContext): void {
  const { property, cookieName } = mount
  const { context } = ctx.app
  const mounts = mountsOf.get(context) ?? new Map<string, Mount>()
  if (mounts.has(property)) throw mountedTwice(property)
  if (property in ctx) {
    throw new ConfigurationError(
      `ctx.${property} belongs to Koa or to another package. Remove that package, or choose another name: koaSession(sessions, { property: 'mySession' }).`,
    )
  }
  for (const other of mounts.values()) {
    if (other.cookieName !== cookieName) continue
    throw new ConfigurationError(
      `ctx.${other.property} and ctx.${property} would share the cookie ${cookieName}. Give one of them another: createSessions({ cookie: { name: '__Host-admin' } }).`,
    )
  }
  defineSession(context, property)
  mountsOf.set(context, mounts.set(property, mount))
}

function defineSession(context: object, property: string): void {
  Object.defineProperty(context, property, {
    get(this: VisitedContext): unknown {
      const own = find(this[lastVisit], property)
      if (own !== undefined) return open(own, this).session
      throw new ConfigurationError(
        `ctx.${property} was used before its middleware ran. Move app.use(koaSession(sessions)) above what uses it.`,
      )
    },
    set(): never {
      throw new TypeError(
        `ctx.${property} cannot be replaced. Write ctx.${property}.set(key, value) or .update(values); to end the session, await ctx.${property}.signOut().`,
      )
    },
  })
}

function mountedTwice(property: string): ConfigurationError {
  return new ConfigurationError(
    `koaSession is mounted twice for ctx.${property}. Mount it once, above all routes; a second session needs a { property } and a cookie name of its own.`,
  )
}

function find(last: Visit | undefined, property: string): Visit | undefined {
  if (last === undefined || last.mount.property === property) return last
  return find(last.before, property)
}
