import type { IncomingMessage, ServerResponse } from 'node:http'
import { originGuard } from '@sojourn/core'
import { messagePage } from 'demo-parts'

// Behind a proxy that changes `Host`: originGuard({ origins: ['https://shop.example'] }).
const mayPass = originGuard()

/** Refuses forms that another site sent: a browser says where a form was sent from. */
export function sameOriginOnly(
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): void {
  const { method = 'GET', headers } = request
  if (mayPass({ method, header: (name) => headerText(headers[name]) })) {
    next()
    return
  }
  response.writeHead(403, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(messagePage('That did not work', 'This form was sent from another site.'))
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
