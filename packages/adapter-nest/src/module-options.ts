import type {
  InjectionToken,
  ModuleMetadata,
  OptionalFactoryDependency,
  Type,
} from '@nestjs/common'
import { ConfigurationError, type OpenOptions, type Sessions } from '@sojourn/core'

/** What `SessionModule` needs to know, and how sessions are opened. */
export interface SessionModuleOptions<T extends object = Record<string, unknown>>
  extends OpenOptions {
  /** What `createSessions` returned. */
  readonly sessions: Sessions<T>
}

/** What is fixed while the application is put together. */
export interface SessionModuleExtras {
  /** What decorators, guards and `sessionOf` find these sessions by, where there are several. Default `'default'`. */
  readonly name?: string
  /** `false`: only modules that import this one can inject from it, and use its guards and decorators. Default `true`. */
  readonly isGlobal?: boolean
}

/** What an asynchronous factory gives. */
export interface SessionModuleFactoryOptions<T extends object = Record<string, unknown>>
  extends SessionModuleOptions<T> {
  /**
   * Whether the application closes these sessions when it is closed, or shut down by a signal
   * (`app.enableShutdownHooks()`). Give `false` when the factory did not make them. Default `true`.
   */
  readonly close?: boolean
}

/** For `useClass` and `useExisting`. */
export interface SessionOptionsFactory<T extends object = Record<string, unknown>> {
  /** Called once, while the application starts. */
  createSessionOptions(): SessionModuleFactoryOptions<T> | Promise<SessionModuleFactoryOptions<T>>
}

/**
 * One of three ways to make the options: `useFactory`, called with what `inject` names, in its order; a provider to
 * make, `useClass`; or one that is there, `useExisting`.
 */
export type SessionModuleAsyncOptions<T extends object = Record<string, unknown>> =
  SessionModuleExtras &
    Pick<ModuleMetadata, 'imports'> &
    (
      | {
          readonly useFactory: (
            // What Nest injects, in the order of `inject`: a function of any parameters fits.
            ...dependencies: never[]
          ) => SessionModuleFactoryOptions<T> | Promise<SessionModuleFactoryOptions<T>>
          readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[]
        }
      | { readonly useClass: Type<SessionOptionsFactory<T>> }
      | { readonly useExisting: InjectionToken }
    )

/** @internal What a factory or `forRoot` gave, with a clear error for what is no options. */
export function checkedSessions<T extends object>(
  options: Partial<SessionModuleOptions<T>> | undefined,
): Sessions<T> {
  const { sessions } = options ?? {}
  if (typeof sessions?.exchange === 'function') return sessions
  throw new ConfigurationError(
    'SessionModule got no sessions. Write SessionModule.forRoot({ sessions: createSessions({ backend }) }), or return { sessions } from the factory of forRootAsync.',
  )
}
