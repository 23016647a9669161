/** The request header in which the proxy hands the page a message for it. */
export const messageHeader = 'x-demo-message'

export function toHeader(message: string): string {
  return new URLSearchParams({ message }).toString()
}

/** The message in the header, or `null`: never an error, whoever wrote it. */
export function fromHeader(value: string | null): string | null {
  return new URLSearchParams(value ?? '').get('message')
}
