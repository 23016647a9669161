import { ConfigurationError, type OpenOptions, type Sessions } from '@sojourn/core'
import { type NodeRequest, type NodeResponse, nodeSession } from '@sojourn/core/node'
import type { OpenSocket } from './gateway/socket-session.ts'
import { type Opened, visit } from './visits.ts'

/** What is used of a request: Express's own, and the one under Fastify's. */
interface MountedRequest extends NodeRequest {
  /** Behind the proxies that the app trusts, in Express and, through its middleware engine, in Fastify. */
  readonly ip?: string | undefined
}

/** Express's middleware, which Fastify under Nest runs as well. */
export type SessionMiddleware = (
  req: MountedRequest,
  res: NodeResponse,
  next: (error?: unknown) => void,
) => void

/** The sessions of one `SessionModule`, and how a request comes by them. */
export interface Mount {
  readonly name: string
  readonly cookieName: string
  readonly middleware: SessionMiddleware
  readonly connect: OpenSocket
}

/** Gives every request its session, opened at the first touch. */
export function createMount<T extends object>(
  name: string,
  sessions: Sessions<T>,
  options: OpenOptions,
): Mount {
  const subscribe: Opened['subscribe'] = (id, listener) => sessions.subscribe(id, listener)
  const open = (req: MountedRequest, res: NodeResponse): Opened => {
    const ip = (): string | undefined => req.ip ?? req.socket?.remoteAddress
    return { ...nodeSession(sessions, req, res, { ...options, ip }), subscribe }
  }
  return {
    name,
    cookieName: sessions.cookie.settings.name,
    connect: (request) => {
      // No response follows that a cookie could be set on.
      const { session } = sessions.exchange(
        { header: (header) => request.headers[header], ip: () => request.socket?.remoteAddress },
        () => true,
        options,
      )
      return {
        session,
        again: () => sessions.again(session),
        subscribe,
      }
    },
    middleware: (req, res, next) => {
      if (visit(req, name, () => open(req, res))) return next()
      next(
        new ConfigurationError(
          `The sessions '${name}' are mounted twice for one request. Serve it by one Nest application, with one SessionModule of that name.`,
        ),
      )
    },
  }
}
