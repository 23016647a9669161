import { describeKoa } from './conformance.ts'
import { Koa2 } from './koa-majors.ts'
import { koa2LeavesOut } from './left-out.ts'

describeKoa('Koa 2', () => new Koa2(), koa2LeavesOut)
