import { type Html, html } from '../html.ts'
import { initialsOf, type Person, people } from '../people.ts'

/** A greeting with a way out, or the people to sign in as. */
export function welcomeCard(person: Person | null, csrf: Html): Html {
  return person ? greeting(person, csrf) : signIn(csrf)
}

function greeting(person: Person, csrf: Html): Html {
  return html`
      <section class="welcome signed-in" aria-labelledby="welcome-title">
        ${avatar(person)}
        <div>
          <h1 id="welcome-title">Hello, ${person.name}</h1>
          <p>You stay signed in when the server restarts, until you sign out.</p>
        </div>
        <form method="post" action="/sign-out">
          ${csrf}
          <button class="button" type="submit">Sign out</button>
        </form>
      </section>`
}

function signIn(csrf: Html): Html {
  return html`
      <section class="welcome" aria-labelledby="welcome-title">
        <h1 id="welcome-title">Who is travelling?</h1>
        <p>Sign in with one click. Your cart comes along, your count starts anew, and your browser gets a new token.</p>
        <form class="people" method="post" action="/sign-in">
          ${csrf}
          ${people.map(personButton)}
        </form>
      </section>`
}

function personButton(person: Person): Html {
  return html`
          <button class="person" type="submit" name="person" value="${person.id}">
            ${avatar(person)}
            <span><strong>${person.name}</strong> <small>${person.role}</small></span>
          </button>`
}

function avatar(person: Person): Html {
  return html`<span class="avatar" aria-hidden="true">${initialsOf(person)}</span>`
}
