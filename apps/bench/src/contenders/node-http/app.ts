import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { SessionActions } from '../contender.ts'
import { routesOf } from '../routes.ts'

/** A request and its response. */
export interface HttpContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** The routes that every workload asks for, on nothing but Node. */
export function httpApp(actions: SessionActions<HttpContext>): RequestListener {
  const routes = routesOf(actions)
  return async (req, res) => {
    const [path = '', query = ''] = (req.url ?? '').split('?')
    try {
      const text = (await routes.get(path)?.({ req, res }, query)) ?? ''
      res.setHeader('Content-Type', 'text/plain; charset=utf-8')
      res.end(text)
    } catch (error) {
      res.statusCode = 500
      res.end(String(error))
    }
  }
}
