import { type Html, html } from '../html.ts'

export function counterCard(count: number, csrf: Html): Html {
  return html`
        <section class="card counter" id="counter" aria-labelledby="counter-title">
          <h2 id="counter-title">Counter</h2>
          <p class="count" id="count">${count}</p>
          <form method="post" action="/counter">
            ${csrf}
            <button class="button primary" type="submit">Count one more</button>
          </form>
          <p class="hint">Count in two tabs at once: no click is lost.</p>
        </section>`
}
