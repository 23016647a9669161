/** The start of a text that may come from a client, on one line: what a log or a list may show of it (R108). */
export function printable(text: string, most: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed.
  return text.slice(0, most).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}
