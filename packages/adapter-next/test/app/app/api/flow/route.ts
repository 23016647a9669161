import { forbidden, notFound, permanentRedirect, redirect, unauthorized } from 'next/navigation'
import { requireUser, withSession } from '../../../session.ts'

const flows = new Map<string, () => unknown>([
  ['redirect', () => redirect('/account;v=1')],
  ['permanentRedirect', () => permanentRedirect('/account')],
  ['notFound', () => notFound()],
  ['forbidden', () => forbidden()],
  ['unauthorized', () => unauthorized()],
  ['requireUser', () => requireUser()],
  ['requireUserElse', () => requireUser({ redirectTo: '/?signed=out' })],
])

const handler = withSession(async (session, request) => {
  const flow = request.nextUrl.searchParams.get('flow') ?? ''
  session.set('note', flow)
  await flows.get(flow)?.()
  return new Response('went on')
})

export { handler as GET, handler as POST }
