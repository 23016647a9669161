import type { INestApplication, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import type { RunningServer } from '@sojourn/testkit'

/** The two platforms of Nest, each as an application made on it. */
export const platforms = [
  ['Express', () => new ExpressAdapter()],
  ['Fastify', () => new FastifyAdapter()],
] as const

export type Platform = (typeof platforms)[number][1]

/** An application that is not listening. */
export function createApp(platform: Platform, module: Type<unknown>): Promise<INestApplication> {
  return NestFactory.create(module, platform(), { logger: false, abortOnError: false })
}

/** Serves an application on a port of its own. */
export async function listen(app: INestApplication): Promise<RunningServer> {
  await app.listen(0, '127.0.0.1')
  return { origin: await app.getUrl(), close: () => app.close() }
}
