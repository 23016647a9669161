import Link from 'next/link'
import { getSession } from '../../../session.ts'
import { count } from '../../../test-support/counts.ts'

interface Props {
  readonly params: Promise<{ readonly name: string }>
}

export default async function Page({ params }: Props) {
  const { name } = await params
  const session = await getSession()
  return (
    <main>
      <h1>{name}</h1>
      <p id="user">{session.userId ?? 'nobody'}</p>
      <p id="renders">{count(`render ${name}`)}</p>
      <Link href="/">home</Link> <Link href="/pages/one">one</Link>{' '}
      <Link href="/pages/two">two</Link> <Link href="/forms">forms</Link>
    </main>
  )
}
