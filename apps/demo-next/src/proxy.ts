import { isSessionError, originGuard } from '@sojourn/core'
import { takeMessage } from 'demo-parts/session'
import type { NextRequest } from 'next/server'
import { answerPage, goOn } from './proxy/answers.ts'
import { sessionProxy } from './session.ts'

// Behind a proxy that changes `Host`: originGuard({ origins: ['https://shop.example'] }).
const isOwn = originGuard()

/**
 * Keeps the session alive, and renews its token. What else stands here needs a status or a header, which
 * no page can set. It is not the gate: `requireUser` stands where data is read.
 */
export const proxy = sessionProxy(async (session, request) => {
  if (!isOwn({ method: request.method, header: (name) => request.headers.get(name) })) {
    return answerPage(403, 'This form was sent from another site.')
  }
  try {
    await session.load()
    // A render can only read, and this message is told once.
    return goOn(request, isForPage(request) ? await takeMessage(session) : null)
  } catch (error) {
    if (!isSessionError(error) || error.status !== 503) throw error
    console.error(error)
    return answerPage(
      503,
      'Sessions cannot be reached right now, so this click was not kept. Try again in a moment.',
      error.headers,
    )
  }
})

function isForPage({ method, nextUrl }: NextRequest): boolean {
  return method === 'GET' && nextUrl.pathname === '/'
}

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|favicon.ico).*)',
      // A prefetch neither slides nor renews. Next strips its headers before a proxy runs.
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'purpose', value: 'prefetch' },
      ],
    },
  ],
}
