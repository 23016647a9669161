import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { SessionActions } from '../contender.ts'
import { routesOf } from '../routes.ts'

/** A request and its response. */
export interface ExpressContext {
  readonly req: Request
  readonly res: Response
}

/** An Express application with the routes that every workload asks for. */
export function expressApp(
  actions: SessionActions<ExpressContext>,
  ...middleware: readonly RequestHandler[]
): Express {
  const app = express()
  for (const each of middleware) app.use(each)
  for (const [path, route] of routesOf(actions)) {
    app.get(path, async (req, res) => {
      const query = req.url.slice(req.url.indexOf('?') + 1)
      res.send(await route({ req, res }, query))
    })
  }
  // A store that fails is an answer like any other here, and nothing for the log.
  app.use(((error, _, res, next) => {
    if (res.headersSent) next(error)
    else res.sendStatus(500)
  }) satisfies ErrorRequestHandler)
  return app
}
