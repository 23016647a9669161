/** A `Cache-Control` value made safe for a response that depends on the session. */
export interface SafeCacheControl {
  readonly value: string
  /** True when something that allowed a cache to keep the response was taken away. */
  readonly overridden: boolean
}

const ONLY_NO_STORE: SafeCacheControl = { value: 'no-store', overridden: false }
const ONLY_PRIVATE: SafeCacheControl = { value: 'private', overridden: false }

/** These let a shared cache keep a response; `must-understand` even turns `no-store` off (RFC 9111, 5.2.2.3). */
const SHARED: ReadonlySet<string> = new Set(['public', 's-maxage', 'must-understand'])
/** These let some cache keep a response for a while, and mean nothing beside `no-store`. */
const KEEPING: ReadonlySet<string> = new Set([
  'max-age',
  'immutable',
  'stale-while-revalidate',
  'stale-if-error',
])

/**
 * For a response with a session cookie: `no-store` (RFC 9111, 5.2.2.5), and nothing that
 * contradicts it. Whatever else the app asked for stays, in its order.
 */
export function forbidStoring(value: string | undefined): SafeCacheControl {
  if (value === undefined || value === 'no-store') return ONLY_NO_STORE
  const directives = parseDirectives(value)
  const kept = directives.filter((each) => !SHARED.has(each.name) && !keeps(each))
  const forbidden = kept.some((each) => each.name === 'no-store')
  return {
    value: join(forbidden ? kept : [...kept, NO_STORE]),
    overridden: kept.length < directives.length,
  }
}

/**
 * For a response that was made by looking at the session: at least `private` (RFC 9111, 5.2.2.7),
 * and nothing for shared caches. `no-store`, `no-cache`, `max-age` and the like stay.
 */
export function forbidSharing(value: string | undefined): SafeCacheControl {
  if (value === undefined || value === 'private') return ONLY_PRIVATE
  const directives = parseDirectives(value)
  const kept = directives.filter((each) => !SHARED.has(each.name))
  const overridden = kept.length < directives.length
  // `private="a-field"` restricts that field alone: the response is still shared.
  const isPrivate = kept.some((each) => each.name === 'no-store' || each.text === 'private')
  return { value: join(isPrivate ? kept : [PRIVATE, ...kept]), overridden }
}

interface Directive {
  /** In lower case. */
  readonly name: string
  /** With its argument, as the app wrote it, but for a name alone: in lower case. */
  readonly text: string
}

const NO_STORE: Directive = { name: 'no-store', text: 'no-store' }
const PRIVATE: Directive = { name: 'private', text: 'private' }

/** `max-age=0` allows nothing: frameworks write it beside `no-store`. */
function keeps(directive: Directive): boolean {
  return KEEPING.has(directive.name) && !/^max-age\s*=\s*"?0+"?$/i.test(directive.text)
}

/** Splits at commas outside of quotes. Whatever an app wrote is taken as it is. */
function parseDirectives(value: string): Directive[] {
  const directives: Directive[] = []
  for (const [match] of value.matchAll(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g)) {
    const text = match.trim()
    if (text === '') continue
    const equals = text.indexOf('=')
    const name = (equals === -1 ? text : text.slice(0, equals)).trim().toLowerCase()
    directives.push({ name, text: equals === -1 ? name : text })
  }
  return directives
}

function join(directives: readonly Directive[]): string {
  return directives.map((each) => each.text).join(', ')
}
