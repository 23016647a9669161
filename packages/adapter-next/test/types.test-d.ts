import { memoryBackend } from '@sojourn/backend-memory'
import {
  createSessions,
  type DeepReadonly,
  type LazySession,
  type ReadonlySession,
} from '@sojourn/core'
import type { NextFetchEvent, NextRequest } from 'next/server.js'
import { expectTypeOf } from 'vitest'
import { nextSessions, type SignedIn } from '../src/index.ts'

interface Shop {
  cart: string[]
  visits: number
}

const { getSession, withSession, sessionAction, sessionProxy, requireUser } = nextSessions(
  createSessions<Shop>({ backend: memoryBackend() }),
)

// A server component reads, and has nothing to write with.
const session = await getSession()
expectTypeOf(session).toEqualTypeOf<ReadonlySession<Shop>>()
expectTypeOf(session.get('cart')).toEqualTypeOf<DeepReadonly<string[]> | undefined>()
expectTypeOf(session.userId).toEqualTypeOf<string | null>()
// @ts-expect-error a render cannot write
session.set('visits', 1)
// @ts-expect-error nor remove
session.delete('visits')
// @ts-expect-error nor sign anyone in
session.authenticate('ada')
// @ts-expect-error nor out
session.signOut()
// @ts-expect-error the values cannot be changed either
session.get('cart')?.push('tea')
// @ts-expect-error the token is no business of a page
session.sessionKey

const signedIn = await requireUser({ redirectTo: '/sign-in' })
expectTypeOf(signedIn).toEqualTypeOf<SignedIn<Shop>>()
expectTypeOf(signedIn.userId).toEqualTypeOf<string>()
// @ts-expect-error read only, as getSession is
signedIn.set('visits', 1)
// @ts-expect-error an option that there is not
void requireUser({ redirect: '/sign-in' })

// A route handler: the session before its own arguments, which Next gives.
const GET = withSession(
  async (own, request, context: { readonly params: Promise<{ readonly id: string }> }) => {
    expectTypeOf(own).toEqualTypeOf<LazySession<Shop>>()
    expectTypeOf(request).toEqualTypeOf<NextRequest>()
    own.set('visits', 1)
    // @ts-expect-error nothing can be read before the load
    own.get('visits')
    return new Response((await context.params).id)
  },
)
expectTypeOf(GET).toEqualTypeOf<
  (
    request: NextRequest,
    context: { readonly params: Promise<{ readonly id: string }> },
  ) => Promise<Response>
>()
// @ts-expect-error a route handler answers
withSession(async () => 'text')

// An action: as a form and as useActionState call it.
const add = sessionAction(async (own, form: FormData) => {
  expectTypeOf(own).toEqualTypeOf<LazySession<Shop>>()
  own.change('visits', (visits = 0) => visits + form.getAll('visit').length)
})
expectTypeOf(add).toEqualTypeOf<(form: FormData) => Promise<void>>()
const answer = sessionAction(async (_own, previous: number, _form: FormData) => previous + 1)
expectTypeOf(answer).toEqualTypeOf<(previous: number, form: FormData) => Promise<number>>()
// @ts-expect-error Next takes async functions only
sessionAction(() => 1)

const proxy = sessionProxy((own, request, event) => {
  expectTypeOf(own).toEqualTypeOf<LazySession<Shop>>()
  expectTypeOf(request).toEqualTypeOf<NextRequest>()
  expectTypeOf(event).toEqualTypeOf<NextFetchEvent>()
})
expectTypeOf(proxy).toEqualTypeOf<
  (request: NextRequest, event: NextFetchEvent) => Promise<Response>
>()
expectTypeOf(sessionProxy()).toEqualTypeOf(proxy)

// @ts-expect-error not what createSessions returned
nextSessions({})
