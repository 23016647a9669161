// What a user's compiler makes of the packed declarations for Next.
import { nextSessions } from '@sojourn/adapter-next'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'

interface Data {
  cart: string[]
}

const { getSession, sessionAction, withSession } = nextSessions(
  createSessions<Data>({ backend: memoryBackend(), name: false }),
)

export const add = sessionAction(async (session, item: string) => {
  session.change('cart', (cart = []) => [...cart, item])
})
export const GET = withSession(async (session) => {
  const { userId } = await session.load()
  return Response.json({ userId })
})

const read = await getSession()
const size: number | undefined = read.get('cart')?.length
// @ts-expect-error: a cart is a list, so the types have not become `any`
read.get('cart')?.trim()
// @ts-expect-error: a render cannot write
read.set('cart', [])

export { size }
