import { requireUser } from '../../session.ts'

export default async function Account() {
  const { userId } = await requireUser({ redirectTo: '/?signed=out' })
  return <p id="user">{userId}</p>
}
