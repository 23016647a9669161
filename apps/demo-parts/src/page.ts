import { cartCard } from './cards/cart.ts'
import { counterCard } from './cards/counter.ts'
import { deviceCard } from './cards/device.ts'
import { devicesCard, noDevicesCard } from './cards/devices.ts'
import { liveCard } from './cards/live.ts'
import { welcomeCard } from './cards/welcome.ts'
import { csrfField } from './csrf-field.ts'
import { htmlDocument } from './document.ts'
import { type Html, html } from './html.ts'
import { safariNotice } from './notice.ts'
import type { FormView, View } from './view.ts'

/** The whole page. */
export function page(view: FormView): string {
  return htmlDocument(`Sojourn with ${view.framework}`, pageBody(view))
}

/** What stands inside its `body`. */
export function pageBody(view: FormView): Html {
  const csrf = csrfField(view.csrf)
  return html`
    <header class="bar">
      <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Sojourn</a>
      ${frameworks(view)}
    </header>
    <main>
      ${view.cookieRefused && safariNotice()}
      ${welcomeCard(view.person, csrf)}
      <div class="board">
        ${counterCard(view.count, csrf)}
        ${cartCard(view.cart, csrf)}
        ${view.devices && devicesCard(view.devices, view.now, csrf)}
        ${view.person && !view.keepsRecords && noDevicesCard()}
        ${deviceCard(view.device, view.keepsRecords, view.now)}
        ${view.live && liveCard()}
      </div>
    </main>
    <footer>
      <p>Every button here is a plain form${view.live ? '' : ', and the page has no script'}. All it knows about you is in your session.</p>
    </footer>`
}

/** The demos that share this sign-in, with the one that made this page marked. */
function frameworks({ framework, storage, demos }: View): Html {
  return html`<nav class="stack" aria-label="The same in">
        ${demos.map((demo) =>
          demo.framework === framework
            ? html`<span aria-current="page">${framework}</span> `
            : html`<a href="${demo.address}">${demo.framework}</a> `,
        )}
        ${demos.length === 0 && framework} <span aria-hidden="true">·</span> ${storage}
      </nav>`
}
