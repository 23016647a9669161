import { cookieBackend } from '@sojourn/backend-cookie'
import { memoryBackend } from '@sojourn/backend-memory'
import { generateSecret } from '@sojourn/core'
import { describeKoa, type Mounting } from './conformance.ts'
import { Koa2, Koa3 } from './koa-majors.ts'
import { koa2LeavesOut, koa3LeavesOut } from './left-out.ts'

const secrets = generateSecret()
// Each of the four once or twice: what differs between them, the other stores have shown.
const lazyThenEager: readonly Mounting[] = [
  { protocol: 'HTTP/1.1', eager: false },
  { protocol: 'HTTP/2', eager: true },
]
const eagerThenLazy: readonly Mounting[] = [
  { protocol: 'HTTP/1.1', eager: true },
  { protocol: 'HTTP/2', eager: false },
]

describeKoa(
  'Koa 3 with sealed cookies,',
  () => new Koa3(),
  koa3LeavesOut,
  () => cookieBackend({ secrets }),
  lazyThenEager,
)

describeKoa(
  'Koa 2 with signed cookies, up to four a session,',
  () => new Koa2(),
  koa2LeavesOut,
  () => cookieBackend({ secrets, mode: 'signed', chunks: 4 }),
  eagerThenLazy,
)

describeKoa(
  'Koa 3 with sealed cookies and a live list,',
  () => new Koa3(),
  koa3LeavesOut,
  () => cookieBackend({ secrets, revocation: memoryBackend() }),
  lazyThenEager,
)
