import { Controller, Post, Redirect, UseGuards } from '@nestjs/common'
import { CurrentSession, CurrentUserId, InjectSessions, SignedInGuard } from '@sojourn/adapter-nest'
import type { SessionStore, Sessions } from '@sojourn/core'
import { type AppSession, outcomeOf } from 'demo-parts/session'
import { FormField } from './form-field.ts'

/** The buttons of "your devices". Each leaves a message for the page that follows. */
@Controller('devices')
@UseGuards(SignedInGuard)
export class DevicesController {
  readonly #sessions: Sessions<AppSession>

  constructor(@InjectSessions() sessions: Sessions<AppSession>) {
    this.#sessions = sessions
  }

  @Post('sign-out')
  @Redirect('/#devices', 303)
  async signOut(
    @CurrentSession() session: SessionStore<AppSession>,
    @CurrentUserId() userId: string,
    @FormField('device') id: string,
  ): Promise<void> {
    // Ids are public, so the owner is named too: nobody ends the session of somebody else.
    const ended = await this.#sessions.revoke(id, { userId })
    session.flash('devices', outcomeOf(ended ? 1 : 0))
  }

  @Post('sign-out-others')
  @Redirect('/#devices', 303)
  async signOutOthers(@CurrentSession() session: SessionStore<AppSession>): Promise<void> {
    const ended = await session.revokeOthers()
    session.flash('devices', outcomeOf(ended))
  }
}
