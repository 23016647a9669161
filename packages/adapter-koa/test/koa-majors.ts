import type { LazySession } from '@sojourn/core'
import type { TestData } from '@sojourn/testkit'
import Koa3 from 'koa'
import Koa from 'koa2'

declare module 'koa' {
  interface DefaultContext {
    session: LazySession<TestData>
  }
}

// What these tests use is the same in both.
const Koa2 = Koa as unknown as typeof Koa3

export { Koa2, Koa3 }

export const majors = [
  ['Koa 2', Koa2],
  ['Koa 3', Koa3],
] as const
