import { describeKoa } from './conformance.ts'
import { Koa3 } from './koa-majors.ts'
import { koa3LeavesOut } from './left-out.ts'

describeKoa('Koa 3', () => new Koa3(), koa3LeavesOut)
