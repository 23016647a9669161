import { isSessionError, type LazySession } from '@sojourn/core'
import { getSession, type Shop } from '../../session.ts'

export default async function Page() {
  // What a program without types would do.
  const session = (await getSession()) as unknown as LazySession<Shop>
  const refusals: string[] = []
  for (const write of [
    () => session.set('note', 'x'),
    () => session.delete('note'),
    () => session.clear(),
    () => session.authenticate('eve'),
    () => session.signOut(),
    () => session.save(),
  ]) {
    try {
      await write()
      refusals.push('written')
    } catch (error) {
      refusals.push(isSessionError(error) ? `${error.code}: ${error.message}` : String(error))
    }
  }
  return <pre>{refusals.join('\n')}</pre>
}
