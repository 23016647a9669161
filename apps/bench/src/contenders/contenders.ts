import type { Contender } from './contender.ts'
import { expressBare } from './express/bare.ts'
import { expressSessionPostgres, expressSessionRedis } from './express/express-session.ts'
import { fastifyBare } from './fastify/bare.ts'
import { fastifySessionRedis } from './fastify/fastify-session.ts'
import { fastifySecureSession } from './fastify/secure-session.ts'
import { koaBare } from './koa/bare.ts'
import { koaFloors } from './koa/floors.ts'
import { koaGenericSession } from './koa/koa-generic-session.ts'
import { koaSessionCookie, koaSessionRedis } from './koa/koa-session.ts'
import { koaSojourn } from './koa/sojourn.ts'
import { nestContenders } from './nest/nest.ts'
import { httpBare } from './node-http/bare.ts'
import { ironSession } from './node-http/iron-session.ts'

/** Everyone who is measured: one framework after the other, the one without sessions first. */
export const contenders: readonly Contender[] = [
  koaBare,
  ...koaFloors,
  koaSessionCookie,
  koaSessionRedis,
  koaGenericSession,
  ...koaSojourn,
  expressBare,
  expressSessionRedis,
  expressSessionPostgres,
  fastifyBare,
  fastifySessionRedis,
  fastifySecureSession,
  ...nestContenders,
  httpBare,
  ironSession,
]

/** The contender with this id. */
export function contenderOf(id: string): Contender {
  const found = contenders.find((contender) => contender.id === id)
  if (found) return found
  throw new Error(`There is no contender '${id}'. There are: ${contenders.map((c) => c.id)}.`)
}

/** The same framework without sessions. */
export function bareOf({ framework }: Contender): Contender {
  const found = contenders.find((each) => each.framework === framework && each.layer === 'bare')
  if (found) return found
  throw new Error(`There is no ${framework} without sessions among the contenders.`)
}
