import { getSession } from '../../session.ts'
import { look, setOther, signInAndFail, writeAndFail, writeAndMiss } from '../actions.ts'
import { Answering } from './answering.tsx'
import { Calling } from './calling.tsx'

const forms = { setOther, signInAndFail, writeAndFail, writeAndMiss }

export default async function Forms() {
  const session = await getSession()
  return (
    <main>
      <p id="user">{session.userId ?? 'nobody'}</p>
      <p id="note">{session.get('note', '')}</p>
      {Object.entries(forms).map(([name, action]) => (
        <form key={name} id={name} action={action}>
          <button type="submit">{name}</button>
        </form>
      ))}
      <Answering />
      <Calling look={look} />
    </main>
  )
}
