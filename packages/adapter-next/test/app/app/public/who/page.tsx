import { getSession } from '../../../session.ts'

export default async function Page() {
  const { userId } = await getSession()
  return <p id="user">{userId ?? 'nobody'}</p>
}
