export type { SessionSource } from './carrier-of.ts'
export { CurrentSession, CurrentUserId, InjectSessions } from './current-session.ts'
export {
  type OnSessionChange,
  SessionGateway,
  type SessionGatewayOptions,
} from './gateway/session-gateway.ts'
export type {
  SessionModuleAsyncOptions,
  SessionModuleExtras,
  SessionModuleFactoryOptions,
  SessionModuleOptions,
  SessionOptionsFactory,
} from './module-options.ts'
export { RequireRecentAuth } from './recent-auth-guard.ts'
export { SessionModule } from './session-module.ts'
export { sessionOf } from './session-of.ts'
export { Public, SignedInGuard, signedInGuard } from './signed-in-guard.ts'
export { sessionsToken } from './tokens.ts'
