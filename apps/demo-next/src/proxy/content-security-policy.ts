import { securityHeaders } from 'demo-parts'

const isDevelopment = process.env.NODE_ENV === 'development'

/** The policy of the other demos, and the scripts of Next for this one response. */
export function contentSecurityPolicy(): string {
  const nonce = btoa(crypto.randomUUID())
  // The development server evaluates code, and styles its messages.
  const scripts = `'self' 'nonce-${nonce}'${isDevelopment ? " 'unsafe-eval'" : ''}`
  const policy = securityHeaders(scripts)['Content-Security-Policy'] ?? ''
  return isDevelopment ? `${policy}; style-src-elem 'self' 'unsafe-inline'` : policy
}
