import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import type { App, SessionActions } from '../contender.ts'
import { routesOf } from '../routes.ts'

/** A request and its reply. */
export interface FastifyContext {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** A Fastify application with the routes that every workload asks for. */
export async function fastifyApp(
  actions: SessionActions<FastifyContext>,
  register: (app: FastifyInstance) => void = () => {},
  close: () => Promise<unknown> = async () => {},
): Promise<App> {
  let listener: RequestListener = () => {}
  const app = fastify({
    // The benchmark listens for every framework in the same way.
    serverFactory: (handle) => {
      listener = handle
      return createServer(handle)
    },
  })
  register(app)
  for (const [path, route] of routesOf(actions)) {
    app.get(path, (request, reply) => {
      const query = request.url.slice(request.url.indexOf('?') + 1)
      return route({ request, reply }, query)
    })
  }
  await app.ready()
  return {
    listener,
    close: async () => {
      await app.close()
      await close()
    },
  }
}
