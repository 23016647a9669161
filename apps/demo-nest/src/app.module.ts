import { Module } from '@nestjs/common'
import { APP_FILTER, APP_GUARD } from '@nestjs/core'
import { SessionModule } from '@sojourn/adapter-nest'
import { sessions } from 'demo-parts/session'
import { AccountController } from './account.controller.ts'
import { AssetsController } from './assets.controller.ts'
import { CsrfGuard } from './csrf.guard.ts'
import { DevicesController } from './devices.controller.ts'
import { ErrorPages } from './error-pages.filter.ts'
import { LiveGateway } from './live.gateway.ts'
import { ShopController } from './shop.controller.ts'

@Module({
  imports: [SessionModule.forRoot({ sessions })],
  controllers: [ShopController, DevicesController, AccountController, AssetsController],
  providers: [
    LiveGateway,
    { provide: APP_GUARD, useClass: CsrfGuard },
    { provide: APP_FILTER, useClass: ErrorPages },
  ],
})
export class AppModule {}
