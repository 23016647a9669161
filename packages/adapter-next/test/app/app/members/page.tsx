import { requireUser } from '../../session.ts'

export default async function Members() {
  const { userId } = await requireUser()
  return <p id="user">{userId}</p>
}
