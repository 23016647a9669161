import { isSessionError } from '@sojourn/core'
import { Observable } from 'rxjs'
import { whenTouched } from './visits.ts'

/** Emits once when the session ends that a request has touched, or touches from now on. */
export function endOfSession(request: object, name: string): Observable<void> {
  return new Observable((subscriber) => {
    whenTouched(request, name, async ({ session, subscribe }) => {
      // It is being loaded, or was: this waits for that. Whoever asked for it hears of its failure.
      const { id } = await session.load({ touch: false }).catch(() => ({ id: null }))
      if (id === null || subscriber.closed) return
      try {
        const unsubscribe = subscribe(id, (news) => {
          if (news === 'ended') subscriber.next()
        })
        subscriber.add(unsubscribe)
      } catch (error) {
        // Where sessions live in cookies alone, nothing tells of their end.
        if (!isSessionError(error) || error.code !== 'UNSUPPORTED_OPERATION') throw error
      }
    })
  })
}
