import { Controller, Get, Header, UseGuards } from '@nestjs/common'
import { CurrentUserId, SignedInGuard } from '@sojourn/adapter-nest'
import { messagePage } from 'demo-parts'
import { personOf } from 'demo-parts/session'

/** What only those may see who are signed in. */
@Controller('account')
@UseGuards(SignedInGuard)
export class AccountController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(@CurrentUserId() userId: string): string {
    return messagePage('Your account', `Signed in as ${personOf(userId)?.name}.`)
  }
}
