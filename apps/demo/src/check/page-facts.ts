/** What the page says, read from its HTML. */
export interface PageFacts {
  readonly heading: string
  readonly count: number
  /** How many there are of each product in the cart. */
  readonly cart: Readonly<Record<string, number>>
  /** The session's public id, once there is one. */
  readonly sessionId: string | null
  /** The public ids of the person's other devices. */
  readonly others: readonly string[]
  /** What "your devices" says of the last click. */
  readonly outcome: string | null
}

/** The heading for those who are not signed in. */
export const signInHeading = 'Who is travelling?'

export function factsOf(html: string): PageFacts {
  const lines = html.matchAll(/id="line-(\w+)".*?class="quantity">(\d+)</gs)
  return {
    heading: capture(html, /<h1[^>]*>([^<]*)</) ?? '',
    count: Number(capture(html, /id="count">(\d+)</)),
    cart: Object.fromEntries(
      [...lines].map(([, product, quantity]) => [product, Number(quantity)]),
    ),
    sessionId: capture(html, /id="session-id">([\w-]+)</),
    others: [...html.matchAll(/<button\b[^>]*name="device"[^>]*>/g)].map(
      ([button]) => capture(button, /value="([\w-]+)"/) ?? '',
    ),
    outcome: capture(html, /class="outcome"[^>]*>([^<]*)</),
  }
}

/** The CSRF token of the page's forms. */
export function csrfIn(html: string): string {
  return capture(html, /name="csrf" value="([^"]*)"/) ?? ''
}

function capture(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null
}
