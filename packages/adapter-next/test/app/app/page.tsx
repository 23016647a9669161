import { getSession } from '../session.ts'
import { signIn } from './actions.ts'
export default async function Page() {
  const session = await getSession()
  return (
    <main>
      <p>user: {String(session.userId)}</p>
      <form action={signIn}>
        <button type="submit">in</button>
      </form>
    </main>
  )
}
