import { type Html, html } from '../html.ts'
import type { Device, DeviceSession } from '../view.ts'
import { time } from './time.ts'

/** "This device": what the server knows about this browser's session. */
export function deviceCard(device: Device, keepsRecords: boolean, now: Date): Html {
  return html`
        <section class="card device" id="device" aria-labelledby="device-title">
          <h2 id="device-title">This device</h2>
          <dl>
            <div><dt>Browser</dt><dd>${device.browser}</dd></div>
            ${device.session && facts(device.session, now)}
          </dl>
          ${
            device.session
              ? html`<p class="hint">The id is no secret. ${keepsRecords ? 'The cookie holds one, and the server only its hash.' : 'The cookie holds the whole session, sealed, and the server nothing but the key.'}</p>`
              : html`<p class="hint">No session yet, and nothing stored. Any button begins one.</p>`
          }
        </section>`
}

function facts(session: DeviceSession, now: Date): Html {
  return html`
            <div><dt>Signed in</dt><dd>${session.signedInAt ? time(session.signedInAt, now) : 'No'}</dd></div>
            <div><dt>Ends if unused</dt><dd>${time(session.endsAt, now)}</dd></div>
            <div><dt>Session id</dt><dd><code id="session-id">${session.id}</code></dd></div>`
}
