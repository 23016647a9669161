import { withSession } from '../../../session.ts'

export const GET = withSession(async (session) => {
  const loaded = await session.load()
  return Response.json({ user: loaded.userId, note: loaded.get('note'), cart: loaded.get('cart') })
})

export const POST = withSession(async (session, request) => {
  const note = await request.text()
  session.set('note', note)
  return new Response('noted')
})
