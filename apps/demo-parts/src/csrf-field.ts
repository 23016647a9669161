import { type Html, html } from './html.ts'

/** Stands in every form: the token that a page of another site cannot know. */
export function csrfField(token: string): Html {
  return html`<input type="hidden" name="csrf" value="${token}">`
}
