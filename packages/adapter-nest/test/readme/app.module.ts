// app.module.ts
import { Controller, Get, Module, Param, Post, Redirect, UseGuards } from '@nestjs/common'
import { CurrentSession, CurrentUserId, SessionModule, SignedInGuard } from '@sojourn/adapter-nest'
import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions, type SessionStore } from '@sojourn/core'

export interface Shop {
  cart: string[]
}

export const sessions = createSessions<Shop>({ backend: memoryBackend() })

@Controller()
class ShopController {
  @Post('cart/:item')
  add(@CurrentSession() session: SessionStore<Shop>, @Param('item') item: string) {
    session.change('cart', (cart = []) => [...cart, item])
  }

  @Post('sign-in')
  @Redirect('/cart')
  async signIn(@CurrentSession() session: SessionStore<Shop>) {
    await session.authenticate('ada', { keep: ['cart'] })
  }

  @Get('cart')
  @UseGuards(SignedInGuard)
  cart(@CurrentSession() session: SessionStore<Shop>, @CurrentUserId() userId: string) {
    return { userId, cart: session.get('cart', []) }
  }
}

@Module({
  imports: [SessionModule.forRoot({ sessions })],
  controllers: [ShopController],
})
export class AppModule {}
