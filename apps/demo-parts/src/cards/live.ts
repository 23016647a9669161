import { type Html, html } from '../html.ts'

/** Shows the session as it changes, over a WebSocket, and goes dark when it ends. `/live.js` fills it in. */
export function liveCard(): Html {
  return html`
        <section class="card live" id="live" aria-labelledby="live-title" hidden>
          <h2 id="live-title">Live</h2>
          <p class="lamp" role="status"><span id="live-state">Connecting</span></p>
          <dl>
            <div><dt>Signed in as</dt><dd id="live-person">–</dd></div>
            <div><dt>Counter</dt><dd id="live-count">–</dd></div>
            <div><dt>In the cart</dt><dd id="live-cart">–</dd></div>
          </dl>
          <p class="hint">Over a WebSocket. Count in another tab or at another demo, and look here; sign out there, and it goes dark.</p>
        </section>
        <script src="/live.js" type="module"></script>`
}
