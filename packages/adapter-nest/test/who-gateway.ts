import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets'
import { CurrentUserId, SessionGateway } from '../src/index.ts'

/** Tells its clients, who are signed in, as whom. */
@WebSocketGateway()
@SessionGateway({ signedIn: true })
export class WhoGateway {
  @SubscribeMessage('who')
  who(@CurrentUserId() userId: string | null): object {
    return { event: 'is', data: userId }
  }
}
