import { htmlDocument } from './document.ts'
import { html } from './html.ts'
import type { DemoLink } from './view.ts'

/** Leads to the demos. It has no session, and needs none. */
export function frontPage(demos: readonly DemoLink[], storage: string): string {
  return htmlDocument(
    'Sojourn',
    html`
    <main class="message">
      <h1>One sign-in</h1>
      <p>The same small shop, once in each framework, with its sessions in ${storage}. Sign in at any of them, and look at the others. Fill the cart here, empty it there. Sign out, and all of them know.</p>
      <p class="choices">${demos.map(({ framework, address }) => html`<a class="button" href="${address}">${framework}</a> `)}</p>
    </main>`,
  )
}
