import type { ModulesContainer } from '@nestjs/core'
import { ConfigurationError } from '@sojourn/core'
import { isCurrentSession } from '../current-session.ts'
import { SignedInGuard } from '../signed-in-guard.ts'
import { isSessionGateway } from './session-gateway.ts'

/** Under these keys Nest 11 and 12 keep what decorators said. */
const gatewayKey = 'websockets:is_gateway'
const parametersKey = '__routeArguments__'
const guardsKey = '__guards__'

/**
 * Throws for a gateway that asks for sessions and would never have any: found while the application
 * starts, not by its first client.
 */
export function checkGateways(modules: ModulesContainer): void {
  for (const { providers } of modules.values()) {
    for (const provider of providers.values()) {
      const { metatype: type } = provider
      if (typeof type !== 'function') continue
      const isGateway = Reflect.getMetadata(gatewayKey, type) === true
      if (isSessionGateway(type)) {
        if (!isGateway)
          throw wrong(
            type,
            'is a session gateway and no gateway. Write @WebSocketGateway() beside @SessionGateway().',
          )
        if (!provider.isDependencyTreeStatic()) {
          throw wrong(
            type,
            'depends on something request-scoped, so that its clients would be served before their handshake was looked at. Inject what lives as long as the application.',
          )
        }
        if (Object.hasOwn(Object(provider.instance), 'handleConnection')) {
          throw wrong(
            type,
            'sets handleConnection as a property, which hides the one that opens the session. Write it as a method.',
          )
        }
      } else if (isGateway && usesSessions(type)) {
        throw wrong(
          type,
          'uses the session of its clients and opens none. Write @SessionGateway() beside @WebSocketGateway().',
        )
      }
    }
  }
}

function usesSessions(type: object): boolean {
  const prototype: unknown = Reflect.get(type, 'prototype')
  if (typeof prototype !== 'object' || prototype === null) return false
  return (
    hasOurGuard(type) ||
    Object.getOwnPropertyNames(prototype).some((name) => {
      const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value
      if (typeof handler !== 'function') return false
      const parameters: unknown = Reflect.getMetadata(parametersKey, type, name)
      return hasOurGuard(handler) || Object.values(Object(parameters)).some(isCurrentSession)
    })
  )
}

function hasOurGuard(target: object): boolean {
  const guards: unknown = Reflect.getMetadata(guardsKey, target)
  return [guards].flat().some((guard) => isSignedInGuard(guard))
}

function isSignedInGuard(guard: unknown): boolean {
  if (guard instanceof SignedInGuard || guard === SignedInGuard) return true
  return typeof guard === 'function' && guard.prototype instanceof SignedInGuard
}

function wrong(type: { readonly name: string }, what: string): ConfigurationError {
  return new ConfigurationError(`${type.name} ${what}`)
}
