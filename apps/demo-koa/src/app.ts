import { bodyParser } from '@koa/bodyparser'
import { koaSession } from '@sojourn/adapter-koa'
import { securityHeaders } from 'demo-parts'
import Koa from 'koa'
import { accountRoutes } from './account-routes.ts'
import { csrfTokenOnly } from './csrf-token.ts'
import { deviceRoutes } from './device-routes.ts'
import { errorPages } from './error-pages.ts'
import { routes } from './routes.ts'
import { sameOriginOnly } from './same-origin.ts'
import { sessions } from './session.ts'
import { styles } from './styles.ts'

const headers = securityHeaders()

export const app = new Koa()

app.use((ctx, next) => {
  ctx.set(headers)
  return next()
})
app.use(errorPages)
app.use(sameOriginOnly)
app.use(bodyParser({ enableTypes: ['form'], formLimit: '4kb' }))
app.use(koaSession(sessions))
app.use(styles.routes())
app.use(csrfTokenOnly)
app.use(routes.routes())
app.use(deviceRoutes.routes())
app.use(accountRoutes.routes())
