import { Agent, get } from 'node:http'
import { text } from 'node:stream/consumers'
import { people } from 'demo-parts'

/** Asks for the page that each demo guards. `fetch` would mend the header first. */
export class GuardedPage {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #url: string

  constructor(address: string) {
    this.#url = `${address}/account`
  }

  /** Who is let in; `null` where nobody is. Any answer that a guard does not give is an error. */
  async letsIn(cookie: string): Promise<string | null> {
    const { status, location, body } = await this.#get(cookie)
    const named = people.filter(({ name }) => body.includes(name)).map(({ id }) => id)
    const [id, ...others] = named
    if (status === 200 && id && others.length === 0) return id
    // A guard says so, or leads to the sign-in.
    const keptOut = status === 401 || (status === 307 && location === '/')
    if (keptOut && named.length === 0) return null
    throw new Error(`${this.#url} answered ${status}, and named ${named}: ${body.slice(0, 300)}`)
  }

  close(): void {
    this.#agent.destroy()
  }

  #get(cookie: string): Promise<{ status: number; location: string | undefined; body: string }> {
    return new Promise((resolve, reject) => {
      const request = get(this.#url, { agent: this.#agent, headers: { cookie } }, (response) => {
        const { statusCode: status = 0, headers } = response
        const { location } = headers
        text(response).then((body) => resolve({ status, location, body }), reject)
      })
      request.once('error', (error) => {
        // A connection that was kept may be closed by the server just as it is used again.
        if (request.reusedSocket) resolve(this.#get(cookie))
        else reject(error)
      })
    })
  }
}
