import { isSessionError } from '@sojourn/core'
import { unstable_cache } from 'next/cache'
import { getSession } from '../../session.ts'

async function asking() {
  return (await getSession()).userId
}

export default async function Page() {
  const session = await getSession()
  const tries = {
    asked: unstable_cache(asking, ['asked']),
    captured: unstable_cache(async () => session.userId, ['captured']),
    handedIn: unstable_cache(async (userId: string | null) => userId, ['handed-in']),
  }
  const lines: string[] = []
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      lines.push(`${name}: ${await attempt(session.userId)}`)
    } catch (error) {
      lines.push(`${name}: ${isSessionError(error) ? `${error.code} ${error.message}` : error}`)
    }
  }
  return <pre>{lines.join('\n')}</pre>
}
