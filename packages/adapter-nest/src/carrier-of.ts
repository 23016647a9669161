import type { ArgumentsHost } from '@nestjs/common'

/** What a session can be asked of: what Nest hands to guards, interceptors, filters and pipes, or a request. */
export type SessionSource = ArgumentsHost | object

/** The object that a session is kept by: Node's request. Express's is that; Fastify's leads to it. */
export function carrierOf(source: SessionSource): object {
  const carrier = isArgumentsHost(source) ? source.switchToHttp().getRequest<unknown>() : source
  if (typeof carrier !== 'object' || carrier === null) return {}
  return 'raw' in carrier && typeof carrier.raw === 'object' && carrier.raw !== null
    ? carrier.raw
    : carrier
}

/** Whether this is what Nest hands to guards and the like. */
export function isArgumentsHost(source: SessionSource): source is ArgumentsHost {
  return 'switchToHttp' in source && typeof source.switchToHttp === 'function'
}
