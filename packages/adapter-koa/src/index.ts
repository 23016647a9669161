export { type KoaSessionMiddleware, type KoaSessionOptions, koaSession } from './koa-session.ts'
export type { KoaSessionContext } from './mount.ts'
