import { cartCard } from './cards/cart.ts'
import { counterCard } from './cards/counter.ts'
import { deviceCard } from './cards/device.ts'
import { welcomeCard } from './cards/welcome.ts'
import { htmlDocument } from './document.ts'
import { type Html, html } from './html.ts'
import { safariNotice } from './notice.ts'
import type { View } from './view.ts'

/** The whole page. */
export function page(view: View): string {
  return htmlDocument(`Sojourn with ${view.framework}`, pageBody(view))
}

/** What stands inside its `body`. */
export function pageBody(view: View): Html {
  return html`
    <header class="bar">
      <a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Sojourn</a>
      <p class="stack">${view.framework} <span aria-hidden="true">·</span> ${view.storage}</p>
    </header>
    <main>
      ${view.cookieRefused && safariNotice()}
      ${welcomeCard(view.person)}
      <div class="board">
        ${counterCard(view.count)}
        ${cartCard(view.cart)}
        ${deviceCard(view.device, view.now)}
      </div>
    </main>
    <footer>
      <p>Every button here is a plain form, and the page has no script. All it knows about you is in your session.</p>
    </footer>`
}
