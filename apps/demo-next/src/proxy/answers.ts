import { messagePage } from 'demo-parts'
import { type NextRequest, NextResponse } from 'next/server'
import { contentSecurityPolicy } from './content-security-policy.ts'
import { messageHeader, toHeader } from './message.ts'

/** Lets the request go on to its page, with the message for it. */
export function goOn(request: NextRequest, message: string | null): NextResponse {
  const policy = contentSecurityPolicy()
  const headers = new Headers(request.headers)
  // From here Next knows the nonce for its scripts.
  headers.set('content-security-policy', policy)
  if (message === null) headers.delete(messageHeader)
  else headers.set(messageHeader, toHeader(message))
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Answers with a page that says what went wrong, and leads back. */
export function answerPage(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): NextResponse {
  return new NextResponse(messagePage('That did not work', text), {
    status,
    headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
  })
}
