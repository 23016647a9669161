/**
 * Redis keeps bytes, and drivers make them as UTF-8, which has no lone surrogates: they would come
 * back as U+FFFD. A text that has some is kept as its JSON instead, which escapes them.
 */
const unfit = /\p{Cs}/u
/** What begins a text that is kept as JSON. A text that begins so by itself is kept as JSON too. */
const mark = '\u0001'

/** A text as it is stored. Two texts are equal exactly if what is stored is. */
export function toStored(text: string): string {
  return unfit.test(text) || text.startsWith(mark) ? mark + JSON.stringify(text) : text
}

/** The text behind what is stored. What {@link toStored} never wrote comes back as it is: core judges it. */
export function fromStored(stored: string): string {
  if (!stored.startsWith(mark)) return stored
  try {
    const text: unknown = JSON.parse(stored.slice(1))
    return typeof text === 'string' ? text : stored
  } catch {
    return stored
  }
}
