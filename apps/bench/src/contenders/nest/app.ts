import 'reflect-metadata'
import type { Server } from 'node:http'
import { Controller, type DynamicModule, Get, Module, Req } from '@nestjs/common'
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core'
import type { App, Framework, SessionActions } from '../contender.ts'
import { routesOf } from '../routes.ts'

/** What the platforms of Nest hand to a handler, as far as it is looked at. */
export interface NestRequest {
  readonly url: string
}

/** A Nest application with the routes that every workload asks for, on one of its platforms. */
export async function nestApp(
  framework: Framework,
  actions: SessionActions<NestRequest>,
  imports: readonly DynamicModule[],
  close: () => Promise<unknown>,
): Promise<App> {
  class AppModule {}
  Module({ imports: [...imports], controllers: [controllerOf(actions)] })(AppModule)
  const app = await NestFactory.create(AppModule, await platformOf(framework), { logger: false })
  await app.init()
  // Fastify is ready a little later.
  await app.getHttpAdapter().getInstance().ready?.()
  const server: Server = app.getHttpServer()
  return {
    listener: (req, res) => void server.emit('request', req, res),
    close: async () => {
      await app.close()
      await close()
    },
  }
}

/** A controller with a method for each route: what its decorators do, without their syntax. */
function controllerOf(actions: SessionActions<NestRequest>) {
  class BenchController {}
  for (const [path, route] of routesOf(actions)) {
    const descriptor: TypedPropertyDescriptor<unknown> = {
      value: (request: NestRequest) =>
        route(request, request.url.slice(request.url.indexOf('?') + 1)),
      writable: true,
      configurable: true,
    }
    Object.defineProperty(BenchController.prototype, path, descriptor)
    Get(path)(BenchController.prototype, path, descriptor)
    Req()(BenchController.prototype, path, 0)
  }
  Controller()(BenchController)
  return BenchController
}

async function platformOf(framework: Framework): Promise<AbstractHttpAdapter> {
  if (framework === 'nest-express') {
    return new (await import('@nestjs/platform-express')).ExpressAdapter()
  }
  return new (await import('@nestjs/platform-fastify')).FastifyAdapter()
}
