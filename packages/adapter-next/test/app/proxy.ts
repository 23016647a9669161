import { NextResponse } from 'next/server'
import { sessionProxy } from './session.ts'
import { count } from './test-support/counts.ts'

export const proxy = sessionProxy(async (session, request) => {
  count('proxy')
  const { pathname, searchParams } = request.nextUrl
  if (pathname === '/proxy/redirect') return NextResponse.redirect(new URL('/account', request.url))
  if (pathname === '/proxy/rewrite') return NextResponse.rewrite(new URL('/', request.url))
  if (pathname === '/proxy/own') return new Response('from the proxy')
  if (pathname === '/proxy/fail') throw new Error('a bug in the proxy')
  if (searchParams.has('proxy-note')) session.set('note', searchParams.get('proxy-note') ?? '')
  if (searchParams.has('proxy-user'))
    await session.authenticate(searchParams.get('proxy-user') ?? '')
  if (searchParams.has('proxy-header')) {
    const headers = new Headers(request.headers)
    headers.set('x-from-proxy', 'yes')
    headers.delete('x-unwanted')
    return NextResponse.next({ request: { headers } })
  }
  return undefined
})

export const config = {
  matcher: [
    {
      source: '/((?!_next/static|_next/image|conformance|test|favicon.ico).*)',
      missing: [
        { type: 'header', key: 'next-router-prefetch' },
        { type: 'header', key: 'purpose', value: 'prefetch' },
      ],
    },
  ],
}
