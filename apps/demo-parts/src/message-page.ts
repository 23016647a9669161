import { htmlDocument } from './document.ts'
import { html } from './html.ts'

/** A page that says one thing, such as what went wrong, and leads back. */
export function messagePage(title: string, text: string): string {
  return htmlDocument(
    title,
    html`
    <main class="message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="/">Back to the page</a></p>
    </main>`,
  )
}
