import { headers } from 'next/headers'
import Link from 'next/link'
import { getSession } from '../session.ts'
import { count } from '../test-support/counts.ts'
import { addToCart, addTwo, signIn, signOut } from './actions.ts'

export async function generateMetadata() {
  const { userId } = await getSession()
  return { title: `Page of ${userId}` }
}

export default async function Page() {
  count('render /')
  const session = await getSession()
  const again = await getSession()
  const cookie = (await headers()).get('cookie') ?? ''
  return (
    <main>
      <p id="user">{session.userId ?? 'nobody'}</p>
      <p id="cart">{session.get('cart', []).join(',')}</p>
      <p id="same">{String(session === again)}</p>
      <p id="cookie">{cookie}</p>
      <form id="sign-in" action={signIn}>
        <input name="user" defaultValue="ada" />
        <button type="submit">Sign in</button>
      </form>
      <form id="add" action={addToCart}>
        <input name="item" defaultValue="tea" />
        <button type="submit">Add</button>
      </form>
      <form id="add-two" action={addTwo}>
        <button type="submit" name="item" value="milk">
          Add two
        </button>
      </form>
      <form id="sign-out" action={signOut}>
        <button type="submit">Sign out</button>
      </form>
      <Link href="/pages/one">one</Link> <Link href="/pages/two">two</Link>
    </main>
  )
}
