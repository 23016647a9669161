export { beforeFirstByte } from './node/before-first-byte.ts'
export type { FirstByteHook, Replacement } from './node/first-byte-hook.ts'
export { nodeHeaders } from './node/node-headers.ts'
export type { NodeResponse } from './node/node-response.ts'
export {
  type NodeRequest,
  type NodeSession,
  type NodeSessionOptions,
  nodeSession,
} from './node/node-session.ts'
export {
  type SessionRequestListener,
  type WithSessionOptions,
  withSession,
} from './node/with-session.ts'
