import { ConfigurationError } from '@sojourn/core'
import { headers } from 'next/headers.js'
/**
 * What Next knows of the request. Asking makes a page or a handler dynamic. Where nothing of a request
 * may be known, because the result is kept for others, this throws and says so.
 */
export async function requestHeaders(caller) {
  const found = await asked(caller)
  // With `force-static` Next gives headers of nobody, and keeps the page for everybody.
  if (found.keys().next().done === true) {
    throw new ConfigurationError(
      `${caller} was called in a page or handler with \`dynamic = 'force-static'\`, which is made once for everybody and cannot know a session. Remove that line, or do not use the session there.`,
    )
  }
  return found
}
async function asked(caller) {
  try {
    return await headers()
  } catch (error) {
    // Anything else may be how Next tells itself that this is no static page.
    throw explained(caller, error) ?? error
  }
}
/** Throws where a session that was got outside is looked at inside of a function whose result is kept. */
export function assertNotCached() {
  try {
    void headers().catch(() => {})
  } catch (error) {
    if (isAbout(cached, error)) throw explained('A session', error)
  }
}
const cached = /use cache|unstable_cache/
const noRequest = /outside a request scope/
function explained(caller, cause) {
  if (isAbout(cached, cause)) {
    return new ConfigurationError(
      `${caller} was used inside of \`use cache\` or \`unstable_cache\`, whose result is kept for everybody. Read the session outside, and hand in what the result depends on, such as a user id.`,
      { cause },
    )
  }
  if (isAbout(noRequest, cause)) {
    return new ConfigurationError(
      `${caller} was called where Next knows of no request. Call it in a server component, a server action or a route handler.`,
      { cause },
    )
  }
  return undefined
}
function isAbout(what, error) {
  return error instanceof Error && what.test(error.message)
}
