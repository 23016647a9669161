import type { Device } from 'demo-parts'
import type { ReactNode } from 'react'
import { Fact } from './fact.tsx'
import { Time } from './time.tsx'

interface DeviceProps {
  readonly device: Device
  readonly keepsRecords: boolean
  readonly now: Date
}

/** "This device": what the server knows about this browser's session. */
export function DeviceCard({ device, keepsRecords, now }: DeviceProps): ReactNode {
  const { browser, session } = device
  return (
    <section className="card device" id="device" aria-labelledby="device-title">
      <h2 id="device-title">This device</h2>
      <dl>
        <Fact name="Browser">{browser}</Fact>
        {session && (
          <>
            <Fact name="Signed in">
              {session.signedInAt ? <Time date={session.signedInAt} now={now} /> : 'No'}
            </Fact>
            <Fact name="Ends if unused">
              <Time date={session.endsAt} now={now} />
            </Fact>
            <Fact name="Session id">
              <code id="session-id">{session.id}</code>
            </Fact>
          </>
        )}
      </dl>
      {session ? (
        <p className="hint">
          The id is no secret.{' '}
          {keepsRecords
            ? 'The cookie holds one, and the server only its hash.'
            : 'The cookie holds the whole session, sealed, and the server nothing but the key.'}
        </p>
      ) : (
        <p className="hint">No session yet, and nothing stored. Any button begins one.</p>
      )}
    </section>
  )
}
