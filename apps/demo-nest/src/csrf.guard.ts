import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
} from '@nestjs/common'
import { InjectSessions, sessionOf } from '@sojourn/adapter-nest'
import type { Sessions } from '@sojourn/core'
import type { AppSession } from 'demo-parts/session'
import { type FormRequest, textIn } from './form-field.ts'

/**
 * Refuses forms without a CSRF token of this visitor. A token ends with a sign-in, a sign-out and the
 * session: a page that was open meanwhile has to be opened again.
 */
@Injectable()
export class CsrfGuard implements CanActivate {
  readonly #sessions: Sessions<AppSession>

  constructor(@InjectSessions() sessions: Sessions<AppSession>) {
    this.#sessions = sessions
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // A gateway's clients are judged by their origin, at the handshake.
    if (context.getType() !== 'http') return true
    const request = context.switchToHttp().getRequest<FormRequest & { readonly method: string }>()
    if (request.method !== 'POST') return true
    const session = sessionOf<AppSession>(context)
    if (await this.#sessions.csrf.verify(session, textIn(request, 'csrf'))) return true
    throw new ForbiddenException(
      'This form is out of date. Open the page again, and try once more.',
    )
  }
}
