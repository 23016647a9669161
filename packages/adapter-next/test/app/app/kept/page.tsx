import { isSessionError } from '@sojourn/core'
import { getSession } from '../../session.ts'

export const dynamic = 'force-static'

export default async function Page() {
  try {
    return <p>{(await getSession()).userId ?? 'nobody'}</p>
  } catch (error) {
    return <pre>{isSessionError(error) ? `${error.code}: ${error.message}` : String(error)}</pre>
  }
}
