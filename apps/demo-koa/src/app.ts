import { bodyParser } from '@koa/bodyparser'
import { koaSession } from '@sojourn/adapter-koa'
import Koa from 'koa'
import { errorPages } from './error-pages.ts'
import { routes } from './routes.ts'
import { sameOriginOnly } from './same-origin.ts'
import { securityHeaders } from './security-headers.ts'
import { sessions } from './session.ts'
import { styles } from './styles.ts'

export const app = new Koa()

app.use(securityHeaders)
app.use(errorPages)
app.use(sameOriginOnly)
app.use(bodyParser({ enableTypes: ['form'], formLimit: '4kb' }))
app.use(koaSession(sessions))
app.use(styles.routes())
app.use(routes.routes())
