import { inOrder } from '../device-order.ts'
import { type Html, html } from '../html.ts'
import type { Devices, SignedInDevice } from '../view.ts'
import { time } from './time.ts'

/** "Your devices": where the person is signed in, and the ways to end that. */
export function devicesCard({ message, list }: Devices, now: Date, csrf: Html): Html {
  const isAlone = list.every((device) => device.isThis)
  return html`
        <section class="card devices" id="devices" aria-labelledby="devices-title">
          <h2 id="devices-title">Your devices</h2>
          ${message && html`<p class="outcome" role="status">${message}</p>`}
          <ul>${inOrder(list).map((device) => deviceItem(device, now, csrf))}</ul>
          ${!isAlone && signOutOthers(csrf)}
          ${isAlone && html`<p class="hint">Sign in from another browser, or a private window, and it is listed here.</p>`}
          <p class="hint">Of each address only the network is kept. “Last seen” may lag by about an hour, as not every visit is written down.</p>
        </section>`
}

/** In its place, where sessions live in cookies alone. */
export function noDevicesCard(): Html {
  return html`
        <section class="card devices" id="devices" aria-labelledby="devices-title">
          <h2 id="devices-title">Your devices</h2>
          <p>Nobody knows them: your session is in this browser’s cookie, and no server keeps a list. So none can be shown, and none ended from here.</p>
          <p class="hint">Signing out deletes the cookie. A copy of it stays good until its sealed end, twelve hours after the sign-in at the latest. With <code>revocation: redisBackend(…)</code> there is a list, and a sign-out ends every copy.</p>
        </section>`
}

function deviceItem(device: SignedInDevice, now: Date, csrf: Html): Html {
  return html`
            <li>
              <h3>${device.browser}</h3>
              <dl>
                <div><dt>Signed in</dt><dd>${time(device.signedInAt, now)}</dd></div>
                <div><dt>Last seen</dt><dd>${device.isThis ? 'Now' : time(device.lastSeenAt, now)}</dd></div>
                <div><dt>Network</dt><dd>${device.network ?? 'Unknown'}</dd></div>
              </dl>
              ${device.isThis ? html`<strong class="badge">This device</strong>` : signOutButton(device, csrf)}
            </li>`
}

function signOutButton({ id, browser }: SignedInDevice, csrf: Html): Html {
  return html`
              <form method="post" action="/devices/sign-out">
                ${csrf}
                <button class="button" type="submit" name="device" value="${id}" aria-label="Sign out ${browser}">Sign out</button>
              </form>`
}

function signOutOthers(csrf: Html): Html {
  return html`
          <form method="post" action="/devices/sign-out-others">
            ${csrf}
            <button class="button" type="submit">Sign out everywhere else</button>
          </form>`
}
