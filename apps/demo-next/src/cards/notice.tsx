import type { ReactNode } from 'react'

/** Safari refuses `Secure` cookies on http://localhost, which other browsers trust. */
export function SafariNotice(): ReactNode {
  return (
    <aside className="notice" aria-labelledby="notice-title">
      <h2 id="notice-title">Safari will not stay signed in here</h2>
      <p>
        The session’s cookie is <code>Secure</code>, and Safari refuses such cookies on{' '}
        <code>http://localhost</code>. Stop the demo and start it again with
      </p>
      <p>
        <code className="command">npm run demo -- --insecure-development</code>
      </p>
      <p>
        That sets <code>insecureDevelopment: true</code> for the cookie, which is refused in
        production. Or open this page in another browser.
      </p>
    </aside>
  )
}
