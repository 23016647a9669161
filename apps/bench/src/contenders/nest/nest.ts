import { bareActions } from '../bare-actions.ts'
import type { Contender, Framework } from '../contender.ts'
import { sojournActions } from '../sojourn/actions.ts'
import { type SojournStore, sojournStores } from '../sojourn/stores.ts'
import type { NestRequest } from './app.ts'

const platforms = [
  ['nest-express', 'Nest on Express', '@nestjs/platform-express'],
  ['nest-fastify', 'Nest on Fastify', '@nestjs/platform-fastify'],
] as const

/** The stores of every framework cost the same: two of them show what Nest adds. */
const ways = [sojournStores.memory, sojournStores.redis]

/** Nest on both of its platforms: without sessions, and with Sojourn. */
export const nestContenders: readonly Contender[] = platforms.flatMap(
  ([framework, title, platform]) => [
    bare(framework, title, platform),
    ...ways.map((way) => sojourn(framework, title, platform, way)),
  ],
)

function bare(framework: Framework, title: string, platform: string): Contender {
  return {
    id: `${framework}-bare`,
    title: `${title} without sessions`,
    framework,
    layer: 'bare',
    store: 'none',
    packages: ['@nestjs/core', platform],
    start: async () => {
      const { nestApp } = await import('./app.ts')
      return nestApp(framework, bareActions, [], async () => {})
    },
  }
}

function sojourn(
  framework: Framework,
  title: string,
  platform: string,
  way: SojournStore,
): Contender {
  return {
    id: `${framework}-sojourn-${way.id}`,
    title: `${way.title}, ${title}`,
    framework,
    layer: 'sojourn',
    store: way.store,
    packages: ['@nestjs/core', platform, '@sojourn/core', ...way.packages],
    start: async (site) => {
      const { SessionModule, sessionOf } = await import('@sojourn/adapter-nest')
      const { openSessions } = await import('../sojourn/open-sessions.ts')
      const { nestApp } = await import('./app.ts')
      const { sessions, close } = await openSessions(way, site)
      const actions = sojournActions<NestRequest>((request) => sessionOf(request))
      return nestApp(framework, actions, [SessionModule.forRoot({ sessions })], close)
    },
  }
}
