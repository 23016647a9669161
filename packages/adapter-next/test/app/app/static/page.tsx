import { count } from '../../test-support/counts.ts'

export default function Page() {
  count('render /static')
  return <p>The same for everybody.</p>
}
