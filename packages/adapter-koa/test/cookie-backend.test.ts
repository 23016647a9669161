import { cookieBackend } from '@sojourn/backend-cookie'
import { memoryBackend } from '@sojourn/backend-memory'
import { generateSecret } from '@sojourn/core'
import { describeKoa } from './conformance.ts'
import { Koa2, Koa3 } from './koa-majors.ts'
import { koa2LeavesOut, koa3LeavesOut } from './left-out.ts'

const secrets = generateSecret()

describeKoa(
  'Koa 3 with sealed cookies,',
  () => new Koa3(),
  koa3LeavesOut,
  () => cookieBackend({ secrets }),
)

describeKoa(
  'Koa 2 with signed cookies,',
  () => new Koa2(),
  koa2LeavesOut,
  () => cookieBackend({ secrets, mode: 'signed' }),
)

describeKoa(
  'Koa 3 with sealed cookies and a live list,',
  () => new Koa3(),
  koa3LeavesOut,
  () => cookieBackend({ secrets, revocation: memoryBackend() }),
)
