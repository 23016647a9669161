import { Controller, Get, Header, Headers, Post, Redirect, Req } from '@nestjs/common'
import { CurrentSession } from '@sojourn/adapter-nest'
import type { SessionStore } from '@sojourn/core'
import { addToCart, type Person, type Product, page, removeFromCart } from 'demo-parts'
import { type AppSession, viewOf } from 'demo-parts/session'
import { FormField } from './form-field.ts'
import { toAmount, toPerson, toProduct } from './form-pipes.ts'

/** The page and its forms. Each answers with a redirect to the page: reloading it sends no form again. */
@Controller()
export class ShopController {
  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  async page(
    @CurrentSession() session: SessionStore<AppSession>,
    @Req() { secure }: { readonly secure: boolean },
    @Headers('user-agent') userAgent = '',
  ): Promise<string> {
    return page(await viewOf(session, { framework: 'NestJS', userAgent, secure, live: true }))
  }

  @Post('sign-in')
  @Redirect('/', 303)
  async signIn(
    @CurrentSession() session: SessionStore<AppSession>,
    @FormField('person', toPerson) person: Person,
  ): Promise<void> {
    // A new token, always. Of what the visitor did before, only the cart comes along.
    await session.authenticate(person.id, { keep: ['cart'] })
  }

  @Post('sign-out')
  @Redirect('/', 303)
  async signOut(@CurrentSession() session: SessionStore<AppSession>): Promise<void> {
    await session.signOut()
  }

  // A change is recorded, and made on the stored value when the response is about to leave.
  // If another request was first, the function runs again on the newer value.

  @Post('counter')
  @Redirect('/#counter', 303)
  count(@CurrentSession() session: SessionStore<AppSession>): void {
    session.change('count', (count = 0) => count + 1)
  }

  @Post('cart/add')
  @Redirect('/#cart', 303)
  add(
    @CurrentSession() session: SessionStore<AppSession>,
    @FormField('product', toProduct) product: Product,
  ): void {
    changeCart(session, product, 1)
  }

  @Post('cart/change')
  @Redirect('/#cart', 303)
  change(
    @CurrentSession() session: SessionStore<AppSession>,
    @FormField('product', toProduct) product: Product,
    @FormField('by', toAmount) by: 1 | -1,
  ): void {
    changeCart(session, product, by)
  }

  @Post('cart/remove')
  @Redirect('/#cart', 303)
  remove(
    @CurrentSession() session: SessionStore<AppSession>,
    @FormField('product', toProduct) product: Product,
  ): void {
    session.change('cart', (cart = []) => {
      removeFromCart(cart, product)
      return cart
    })
  }
}

function changeCart(session: SessionStore<AppSession>, product: Product, by: 1 | -1): void {
  session.change('cart', (cart = []) => {
    addToCart(cart, product, by)
    return cart
  })
}
