import { type Html, html } from '../html.ts'
import { relativeTime } from '../relative-time.ts'
import type { Devices, SignedInDevice } from '../view.ts'

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

function deviceItem(device: SignedInDevice, now: Date, csrf: Html): Html {
  return html`
            <li>
              <h3>${device.browser}</h3>
              <dl>
                <div><dt>Signed in</dt><dd>${relativeTime(device.signedInAt, now)}</dd></div>
                <div><dt>Last seen</dt><dd>${device.isThis ? 'Now' : relativeTime(device.lastSeenAt, now)}</dd></div>
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

/** This device first, then the one that was active last. */
function inOrder(list: readonly SignedInDevice[]): SignedInDevice[] {
  return list.toSorted(
    (one, other) =>
      Number(other.isThis) - Number(one.isThis) ||
      other.lastSeenAt.getTime() - one.lastSeenAt.getTime(),
  )
}
