/** A form of a page, as a browser without a script would send it. */
export interface Form {
  /** Where it is sent to. */
  readonly path: string
  /** Whether it is sent as `multipart/form-data`. */
  readonly multipart: boolean
  /** Its hidden fields. */
  readonly hidden: readonly (readonly [name: string, value: string])[]
}

/**
 * The first form of a page with this name: the path that it is sent to or, where the framework
 * chooses that, its `data-form`. `pagePath` is where the page is.
 */
export function formIn(html: string, name: string, pagePath: string): Form {
  for (const each of formsIn(html, pagePath)) if (each.name === name) return each.form
  throw new Error(`The page has no form ${name}.`)
}

/** The first form of a page that has a button with this text. */
export function formWith(html: string, button: string, pagePath: string): Form {
  for (const { form, content } of formsIn(html, pagePath)) {
    const labels = [...content.matchAll(/<button\b[^>]*>(.*?)<\/button>/gs)].map(
      ([, text = '']) => text,
    )
    if (labels.includes(button)) return form
  }
  throw new Error(`The page has no button "${button}".`)
}

function* formsIn(
  html: string,
  pagePath: string,
): Generator<{ readonly form: Form; readonly name: string; readonly content: string }> {
  for (const [, attributes = '', content = ''] of html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
    const path = attribute(attributes, 'action') || pagePath
    const inputs = [...content.matchAll(/<input\b([^>]*)>/g)].map(([, each = '']) => each)
    const hidden = inputs.filter((each) => attribute(each, 'type') === 'hidden')
    yield {
      form: {
        path,
        multipart: attribute(attributes, 'enctype') === 'multipart/form-data',
        hidden: hidden.map((each) => [
          attribute(each, 'name') ?? '',
          attribute(each, 'value') ?? '',
        ]),
      },
      name: attribute(attributes, 'data-form') ?? path,
      content,
    }
  }
}

function attribute(attributes: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(attributes)?.[1]
  return value === undefined ? null : unescaped(value)
}

const entities: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&amp;', '&'],
])

function unescaped(text: string): string {
  return text.replace(/&[#\w]+;/g, (entity) => entities.get(entity) ?? entity)
}
