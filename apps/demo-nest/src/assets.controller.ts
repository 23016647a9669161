import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common'
import { stylesheets } from 'demo-parts'

const styles = new Map(
  stylesheets.map((name) => [
    name,
    readFileSync(fileURLToPath(import.meta.resolve(`demo-parts/styles/${name}`)), 'utf8'),
  ]),
)
const live = readFileSync(new URL('../public/live.js', import.meta.url), 'utf8')

/** What the page links to. These responses never touch their session: they cost no read and set no cookie. */
@Controller()
export class AssetsController {
  @Get('styles/:name')
  @Header('Content-Type', 'text/css')
  @Header('Cache-Control', 'no-cache')
  style(@Param('name') name: string): string {
    const text = styles.get(name)
    if (text === undefined) throw new NotFoundException()
    return text
  }

  @Get('live.js')
  @Header('Content-Type', 'text/javascript')
  @Header('Cache-Control', 'no-cache')
  live(): string {
    return live
  }
}
