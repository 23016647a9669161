import { cookies } from 'next/headers.js'
/**
 * Sets cookies on the response of a server action, of which Next shows no headers. Only where there is
 * something to set: Next throws the browser's router cache away for it.
 */
export async function setNextCookies(apply) {
  const lines = setCookiesOf(apply)
  if (lines.length === 0) return false
  const jar = await cookies()
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split('; ')
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals)
    jar.set(name, pair.slice(equals + 1), optionsOf(attributes))
  }
  return true
}
function optionsOf(attributes) {
  const values = new Map(
    attributes.map((each) => {
      const [name = '', value = ''] = each.split('=')
      return [name, value]
    }),
  )
  const sameSite = values.get('SameSite')?.toLowerCase()
  const priority = values.get('Priority')?.toLowerCase()
  const maxAge = values.get('Max-Age')
  const domain = values.get('Domain')
  return {
    path: values.get('Path') ?? '/',
    secure: values.has('Secure'),
    httpOnly: values.has('HttpOnly'),
    partitioned: values.has('Partitioned'),
    ...(domain === undefined ? {} : { domain }),
    ...(maxAge === undefined ? {} : { maxAge: Number(maxAge) }),
    ...(maxAge === '0' ? { expires: new Date(0) } : {}),
    ...(sameSite === 'strict' || sameSite === 'lax' || sameSite === 'none' ? { sameSite } : {}),
    ...(priority === 'low' || priority === 'medium' || priority === 'high' ? { priority } : {}),
  }
}
function setCookiesOf(apply) {
  const values = new Map()
  apply({
    get: (name) => values.get(name.toLowerCase()),
    set: (name, value) => void values.set(name.toLowerCase(), value),
  })
  const lines = values.get('set-cookie') ?? []
  return typeof lines === 'string' ? [lines] : lines
}
