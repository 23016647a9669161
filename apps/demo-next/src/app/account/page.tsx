import { personOf } from 'demo-parts/session'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Fact } from '../../cards/fact.tsx'
import { Frame } from '../../cards/frame.tsx'
import { Time } from '../../cards/time.tsx'
import { requireUser } from '../../session.ts'

/** Asks who is there where it reads what only they may see: whatever the proxy let through. */
export default async function Account(): Promise<ReactNode> {
  const session = await requireUser({ redirectTo: '/' })
  const person = personOf(session.userId)
  const now = new Date()
  return (
    <Frame>
      <section className="welcome" aria-labelledby="account-title">
        <h1 id="account-title">Your account</h1>
        <p>Visitors who are not signed in are led to the sign-in instead.</p>
      </section>
      <section className="card device" aria-labelledby="person-title">
        <h2 id="person-title">Signed in as</h2>
        <dl>
          <Fact name="Name">{person?.name}</Fact>
          <Fact name="In the group">{person?.role}</Fact>
          <Fact name="Since">
            {session.authenticatedAt && <Time date={session.authenticatedAt} now={now} />}
          </Fact>
        </dl>
        <p className="hint">
          <Link href="/">Back to the page</Link>
        </p>
      </section>
    </Frame>
  )
}
