import 'reflect-metadata'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { WsAdapter } from '@nestjs/platform-ws'
import { securityHeaders } from 'demo-parts'
import { serve } from 'demo-parts/server'
import { AppModule } from './app.module.ts'
import { sameOriginOnly } from './same-origin.ts'

const headers = securityHeaders("'self'")

const app = await NestFactory.create<NestExpressApplication>(AppModule, {
  logger: ['error', 'warn'],
})
app.use((_request: IncomingMessage, response: ServerResponse, next: () => void) => {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  next()
})
app.use(sameOriginOnly)
app.useBodyParser('urlencoded', { extended: false, limit: '4kb' })
app.useWebSocketAdapter(new WsAdapter(app))
await app.init()

await serve(app.getHttpServer())
