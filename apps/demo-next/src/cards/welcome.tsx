import { initialsOf, type Person, people } from 'demo-parts'
import type { ReactNode } from 'react'
import { signIn, signOut } from '../actions/signing-in.ts'

/** A greeting with a way out, or the people to sign in as. */
export function WelcomeCard({ person }: { readonly person: Person | null }): ReactNode {
  return person ? <Greeting person={person} /> : <SignIn />
}

function Greeting({ person }: { readonly person: Person }): ReactNode {
  return (
    <section className="welcome signed-in" aria-labelledby="welcome-title">
      <Avatar person={person} />
      <div>
        <h1 id="welcome-title">{`Hello, ${person.name}`}</h1>
        <p>You stay signed in when the server restarts, until you sign out.</p>
      </div>
      <form action={signOut} data-form="/sign-out">
        <button className="button" type="submit">
          Sign out
        </button>
      </form>
    </section>
  )
}

function SignIn(): ReactNode {
  return (
    <section className="welcome" aria-labelledby="welcome-title">
      <h1 id="welcome-title">Who is travelling?</h1>
      <p>
        Sign in with one click. Your cart comes along, your count starts anew, and your browser gets
        a new token.
      </p>
      <form className="people" action={signIn} data-form="/sign-in">
        {people.map((person) => (
          <PersonButton key={person.id} person={person} />
        ))}
      </form>
    </section>
  )
}

function PersonButton({ person }: { readonly person: Person }): ReactNode {
  return (
    <button className="person" type="submit" name="person" value={person.id}>
      <Avatar person={person} />
      <span>
        <strong>{person.name}</strong> <small>{person.role}</small>
      </span>
    </button>
  )
}

function Avatar({ person }: { readonly person: Person }): ReactNode {
  return (
    <span className="avatar" aria-hidden="true">
      {initialsOf(person)}
    </span>
  )
}
