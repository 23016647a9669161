import { type Devices, inOrder, type SignedInDevice } from 'demo-parts'
import type { ReactNode } from 'react'
import { signOutDevice, signOutOthers } from '../actions/devices.ts'
import { Fact } from './fact.tsx'
import { Time } from './time.tsx'

interface DevicesProps {
  readonly devices: Devices
  readonly now: Date
}

/** "Your devices": where the person is signed in, and the ways to end that. */
export function DevicesCard({ devices: { message, list }, now }: DevicesProps): ReactNode {
  return (
    <section className="card devices" id="devices" aria-labelledby="devices-title">
      <h2 id="devices-title">Your devices</h2>
      {message && (
        <p className="outcome" role="status">
          {message}
        </p>
      )}
      <ul>
        {inOrder(list).map((device) => (
          <DeviceItem key={device.id} device={device} now={now} />
        ))}
      </ul>
      {list.every(({ isThis }) => isThis) ? (
        <p className="hint">
          Sign in from another browser, or a private window, and it is listed here.
        </p>
      ) : (
        <form action={signOutOthers} data-form="/devices/sign-out-others">
          <button className="button" type="submit">
            Sign out everywhere else
          </button>
        </form>
      )}
      <p className="hint">
        Of each address only the network is kept. “Last seen” may lag by about an hour, as not every
        visit is written down.
      </p>
    </section>
  )
}

interface DeviceItemProps {
  readonly device: SignedInDevice
  readonly now: Date
}

function DeviceItem({ device, now }: DeviceItemProps): ReactNode {
  const { id, isThis, browser, network, signedInAt, lastSeenAt } = device
  return (
    <li>
      <h3>{browser}</h3>
      <dl>
        <Fact name="Signed in">
          <Time date={signedInAt} now={now} />
        </Fact>
        <Fact name="Last seen">{isThis ? 'Now' : <Time date={lastSeenAt} now={now} />}</Fact>
        <Fact name="Network">{network ?? 'Unknown'}</Fact>
      </dl>
      {isThis ? (
        <strong className="badge">This device</strong>
      ) : (
        <form action={signOutDevice} data-form="/devices/sign-out">
          <button
            className="button"
            type="submit"
            name="device"
            value={id}
            aria-label={`Sign out ${browser}`}
          >
            Sign out
          </button>
        </form>
      )}
    </li>
  )
}
