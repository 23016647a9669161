import type { ReactNode } from 'react'

/** Says what went wrong, and leads back: by a link that loads the page anew. */
export function Message({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <main className="message">
      <h1>That did not work</h1>
      <p>{children}</p>
      <p>
        <a className="button" href="/">
          Back to the page
        </a>
      </p>
    </main>
  )
}
