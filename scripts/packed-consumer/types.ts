// What a user's compiler makes of the packed declarations.
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'

interface Data {
  cart: string[]
}

const sessions = createSessions<Data>({ backend: memoryBackend(), name: false })
const session = await sessions.open().load()

const cart: string[] | undefined = session.get('cart')
session.set('cart', [...(cart ?? []), 'book'])
// @ts-expect-error: a cart is a list, so the types have not become `any`
session.set('cart', 1)
// @ts-expect-error: there is no such key
session.get('card')
