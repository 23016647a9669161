import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Router from '@koa/router'
import { stylesheets } from 'demo-parts'

/** The stylesheets. These responses never touch their session: they cost no read and set no cookie. */
export const styles = new Router()

for (const name of stylesheets) {
  const text = readFileSync(fileURLToPath(import.meta.resolve(`demo-parts/styles/${name}`)), 'utf8')
  styles.get(`/styles/${name}`, (ctx) => {
    ctx.type = 'css'
    ctx.set('Cache-Control', 'no-cache')
    ctx.body = text
  })
}
