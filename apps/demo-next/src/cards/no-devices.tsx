import type { ReactNode } from 'react'

/** Instead of "your devices", where sessions live in cookies alone. */
export function NoDevicesCard(): ReactNode {
  return (
    <section className="card devices" id="devices" aria-labelledby="devices-title">
      <h2 id="devices-title">Your devices</h2>
      <p>
        Nobody knows them: your session is in this browser’s cookie, and no server keeps a list. So
        none can be shown, and none ended from here.
      </p>
      <p className="hint">
        Signing out deletes the cookie. A copy of it stays good until its sealed end, twelve hours
        after the sign-in at the latest. With <code>revocation: redisBackend(…)</code> there is a
        list, and a sign-out ends every copy.
      </p>
    </section>
  )
}
