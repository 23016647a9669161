import { demos, storage } from 'demo-parts/session'
import Link from 'next/link'
import { Fragment, type ReactNode } from 'react'

/** What stands above and below of every page. */
export function Frame({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <>
      <header className="bar">
        <Link className="brand" href="/" prefetch={false}>
          <span className="mark" aria-hidden="true" />
          Sojourn
        </Link>
        <Frameworks />
      </header>
      <main>{children}</main>
      <footer>
        <p>
          Every button here is a form that works without a script. All that the page knows about you
          is in your session. <Link href="/account">Your account</Link> is for those who are signed
          in.
        </p>
      </footer>
    </>
  )
}

/** The demos that share this sign-in, with this one marked. */
function Frameworks(): ReactNode {
  return (
    <nav className="stack" aria-label="The same in">
      {demos.map(({ framework, address }) => (
        <Fragment key={framework}>
          {framework === 'Next.js' ? (
            <span aria-current="page">{framework}</span>
          ) : (
            <a href={address}>{framework}</a>
          )}{' '}
        </Fragment>
      ))}
      {demos.length === 0 && 'Next.js'} <span aria-hidden="true">·</span> {storage}
    </nav>
  )
}
