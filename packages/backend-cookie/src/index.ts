export { type CookieBackendOptions, cookieBackend } from './cookie-backend.ts'
export type { CookieMode } from './mode.ts'
