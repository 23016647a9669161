import { withSession } from '../../../session.ts'

export const POST = withSession(async (session, request) => {
  await session.authenticate(await request.text())
  return new Response('welcome')
})
