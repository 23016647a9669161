import { withSession } from '../../../session.ts'
export const GET = withSession(async (session) => Response.json((await session.load()).userId))
export const POST = withSession(async (session) => {
  await session.authenticate('bob')
  return Response.json('in')
})
