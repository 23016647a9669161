import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { Controller, Get, type INestApplication, Module, Post } from '@nestjs/common'
import { memoryBackend } from '@sojourn/backend-memory'
import { type CookieOptions, createSessions, type SessionStore, type Sessions } from '@sojourn/core'
import { CookieJar } from 'tough-cookie'
import { describe, expect, it } from 'vitest'
import { CurrentSession, CurrentUserId, SessionModule } from '../../src/index.ts'
import { createApp, listen, platforms } from '../platforms.ts'
import { closeLater, newSessions } from '../serve.ts'
import { sessions as sharing } from './sessions.ts'

@Controller()
class AccountController {
  @Get()
  who(@CurrentUserId() userId: string | null): string {
    return userId ?? 'nobody'
  }

  @Post('sign-in')
  async signIn(@CurrentSession() session: SessionStore<object>): Promise<void> {
    await session.authenticate('ada')
  }

  @Post('sign-out')
  async signOut(@CurrentSession() session: SessionStore<object>): Promise<void> {
    await session.signOut()
  }
}

/** A browser: cookies are kept and sent as RFC 6265 and its prefixes have it, to hosts that are all on this machine. */
interface Browser {
  visit(method: 'GET' | 'POST', url: string): Promise<string>
  cookiesFor(url: string): string[]
}

/** One server for every host: an application on each platform, both with these sessions. */
async function browserOf<T extends object>(sessions: Sessions<T>): Promise<Browser> {
  @Module({ imports: [SessionModule.forRoot({ sessions })], controllers: [AccountController] })
  class AppModule {}
  const ports: string[] = []
  for (const [, platform] of platforms) {
    const app: INestApplication = await createApp(platform, AppModule)
    closeLater(() => app.close())
    ports.push(new URL((await listen(app)).origin).port)
  }
  const jar = new CookieJar(undefined, { prefixSecurity: 'strict' })
  return {
    cookiesFor: (url) => jar.getCookiesSync(url).map(({ key }) => key),
    visit: async (method, url) => {
      const { host, pathname } = new URL(url)
      // Hosts whose name begins with "a" are served by Express, the others by Fastify.
      const port = ports[host.startsWith('a') ? 0 : 1]
      const headers = { host, cookie: jar.getCookieStringSync(url) }
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, path: pathname, method, headers }, resolve)
        sent.on('error', reject)
        sent.end()
      })
      for (const line of response.headers['set-cookie'] ?? []) {
        jar.setCookieSync(line, url, { ignoreError: true })
      }
      return text(response)
    },
  }
}

describe('sibling subdomains', () => {
  it('the documentation shows the settings that run here', async () => {
    const page = await readFile(new URL('../../../../docs/subdomains.md', import.meta.url), 'utf8')
    const settings = await readFile(new URL('./sessions.ts', import.meta.url), 'utf8')
    expect(page).toContain(`\`\`\`ts\n${settings}\`\`\`\n`)
  })

  it('share a sign-in, and a sign-out, with a __Secure- cookie that has a domain', async () => {
    const browser = await browserOf(sharing)
    await browser.visit('POST', 'https://a.shop.example/sign-in')
    for (const host of ['a.shop.example', 'b.shop.example', 'shop.example', 'x.b.shop.example']) {
      expect(await browser.visit('GET', `https://${host}/`), host).toBe('ada')
    }
    await browser.visit('POST', 'https://b.shop.example/sign-out')
    expect(browser.cookiesFor('https://a.shop.example/')).toEqual([])
    expect(await browser.visit('GET', 'https://a.shop.example/')).toBe('nobody')
  })

  it('share it with no other site, and not over http', async () => {
    const browser = await browserOf(sharing)
    await browser.visit('POST', 'https://a.shop.example/sign-in')
    for (const url of [
      'https://b.example/',
      'https://notshop.example/',
      'https://shop.example.test/',
      'http://b.shop.example/',
    ]) {
      expect(browser.cookiesFor(url), url).toEqual([])
      expect(await browser.visit('GET', url), url).toBe('nobody')
    }
  })

  it('share nothing with the default cookie, which belongs to one host', async () => {
    const browser = await browserOf(newSessions())
    await browser.visit('POST', 'https://a.shop.example/sign-in')
    expect(await browser.visit('GET', 'https://a.shop.example/')).toBe('ada')
    for (const host of ['b.shop.example', 'shop.example', 'x.a.shop.example']) {
      expect(await browser.visit('GET', `https://${host}/`), host).toBe('nobody')
    }
  })

  it.each([
    [{ name: '__Host-sid', domain: 'shop.example' }],
    [{ domain: 'shop.example' }],
    [{ name: '__Secure-sid', domain: '.shop.example' }],
  ] satisfies [CookieOptions][])('cannot be set up with %o', (cookie) => {
    expect(() => createSessions({ backend: memoryBackend(), cookie, name: false })).toThrow(
      /__Host-|domain/,
    )
  })
})
