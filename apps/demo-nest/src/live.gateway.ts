import { type OnGatewayConnection, WebSocketGateway } from '@nestjs/websockets'
import { type OnSessionChange, SessionGateway, sessionOf } from '@sojourn/adapter-nest'
import { type AppSession, personOf } from 'demo-parts/session'

/** What is used of a client of `ws`. */
interface Client {
  send(text: string): void
}

/**
 * Tells a page what its session holds, at once and after every change, wherever that was made. When
 * the session ends, so does the connection.
 */
@WebSocketGateway({ path: '/live' })
@SessionGateway({ signedIn: true })
export class LiveGateway implements OnGatewayConnection<Client>, OnSessionChange<Client> {
  async handleConnection(client: Client): Promise<void> {
    await this.#show(client)
  }

  async handleSessionChange(client: Client): Promise<void> {
    await this.#show(client)
  }

  async #show(client: Client): Promise<void> {
    const session = await sessionOf<AppSession>(client).load({ fresh: true })
    const items = session.get('cart', []).reduce((sum, { quantity }) => sum + quantity, 0)
    client.send(
      JSON.stringify({
        person: personOf(session.userId)?.name,
        count: session.get('count', 0),
        cart: items,
      }),
    )
  }
}
