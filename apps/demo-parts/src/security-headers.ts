const policy = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
]

/** For every response. No script may run but those from `scripts`, such as `'self'`. */
export function securityHeaders(scripts?: string): Readonly<Record<string, string>> {
  const own = scripts ? [`script-src ${scripts}`, "connect-src 'self'"] : []
  return {
    'Content-Security-Policy': [...policy, ...own].join('; '),
    'X-Content-Type-Options': 'nosniff',
    // Forms keep their `Origin`, which `no-referrer` would take away.
    'Referrer-Policy': 'same-origin',
  }
}
