import { type Html, html } from './html.ts'

/** The stylesheets, in order: files of `demo-parts/styles/`, which a demo serves under `/styles/`. */
export const stylesheets: readonly string[] = [
  'colors.css',
  'base.css',
  'buttons.css',
  'welcome.css',
  'cards.css',
  'devices.css',
  'live.css',
]

/** The document around a body. */
export function htmlDocument(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    ${stylesheets.map((name) => html`<link rel="stylesheet" href="/styles/${name}">`)}
  </head>
  <body>${body}
  </body>
</html>
`.toString()
}
