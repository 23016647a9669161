import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Controller, Get, Header, NotFoundException, Param } from '@nestjs/common'
import { stylesheets } from 'demo-parts'

const texts = new Map(
  stylesheets.map((name) => [
    name,
    readFileSync(fileURLToPath(import.meta.resolve(`demo-parts/styles/${name}`)), 'utf8'),
  ]),
)

/** The stylesheets. These responses never touch their session: they cost no read and set no cookie. */
@Controller('styles')
export class StylesController {
  @Get(':name')
  @Header('Content-Type', 'text/css')
  @Header('Cache-Control', 'no-cache')
  style(@Param('name') name: string): string {
    const text = texts.get(name)
    if (text === undefined) throw new NotFoundException()
    return text
  }
}
