import { withSession } from '../../../session.ts'

/** Who is signed in, and what they have, as JSON. */
export const GET = withSession(async (session) => {
  const loaded = await session.load()
  const { userId } = loaded
  return Response.json({
    user: userId,
    count: loaded.get('count', 0),
    cart: loaded.get('cart', []),
  })
})
