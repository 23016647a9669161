import {
  type DynamicModule,
  Inject,
  Module,
  type NestModule,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common'
import {
  APP_FILTER,
  APP_INTERCEPTOR,
  HttpAdapterHost,
  ModuleRef,
  ModulesContainer,
} from '@nestjs/core'
import { ConfigurationError, type Sessions } from '@sojourn/core'
import { asyncOptions } from './async-options.ts'
import { checkGateways } from './gateway/check-gateways.ts'
import {
  checkedSessions,
  type SessionModuleAsyncOptions,
  type SessionModuleExtras,
  type SessionModuleFactoryOptions,
  type SessionModuleOptions,
} from './module-options.ts'
import { createMount, type Mount } from './mount.ts'
import { assertOwnCookie, claimName } from './mounted.ts'
import { SessionErrorFilter } from './session-error-filter.ts'
import { SettleInterceptor } from './settle-interceptor.ts'
import {
  defaultName,
  definitionToken,
  moduleCall,
  mountToken,
  optionsToken,
  sessionsToken,
} from './tokens.ts'

/** What one `SessionModule` knows of itself. */
interface Definition {
  readonly name: string
}

/**
 * Gives every request of the application its session, before guards run, and saves it before the
 * first byte of the response. Import `SessionModule.forRoot({ sessions })` once, in the root module.
 */
export class SessionModule implements NestModule, OnModuleInit, OnApplicationShutdown {
  readonly #name: string
  readonly #moduleRef: ModuleRef
  readonly #host: HttpAdapterHost
  readonly #modules: ModulesContainer
  /** What is closed with the application. */
  #owned: Sessions<object> | undefined

  constructor(
    definition: Definition,
    moduleRef: ModuleRef,
    host: HttpAdapterHost,
    modules: ModulesContainer,
  ) {
    this.#name = definition.name
    this.#moduleRef = moduleRef
    this.#host = host
    this.#modules = modules
    claimName(modules, this.#name)
  }

  /** With sessions that are there. They are not closed with the application. */
  static forRoot<T extends object>(
    options: SessionModuleOptions<T> & SessionModuleExtras,
  ): DynamicModule {
    const { name, isGlobal, ...rest } = options
    checkedSessions(rest)
    const given: SessionModuleFactoryOptions<T> = { ...rest, close: false }
    return assemble({ name, isGlobal }, (token) => [{ provide: token, useValue: given }])
  }

  /**
   * With sessions that are made from what is injected, such as a configuration. They are closed with
   * the application, unless the factory gives `close: false`.
   */
  static forRootAsync<T extends object>(options: SessionModuleAsyncOptions<T>): DynamicModule {
    const { imports = [] } = options
    return { imports, ...assemble(options, (token) => asyncOptions(token, options)) }
  }

  /** Called by Nest while it initialises an HTTP application. */
  configure(): void {
    const mount = this.#resolve<Mount>(mountToken(this.#name))
    assertOwnCookie(this.#modules, mount)
    checkGateways(this.#modules)
    // Not `consumer.apply()`: it would run after the middleware of modules that Nest comes to first,
    // and match paths in ways that differ between platforms and majors.
    this.#host.httpAdapter.use(mount.middleware)
  }

  /** Called by Nest while it initialises an application of any kind. */
  onModuleInit(): void {
    const { close = true } = this.#resolve<SessionModuleFactoryOptions>(optionsToken(this.#name))
    if (close) this.#owned = this.#resolve<Sessions<object>>(sessionsToken(this.#name))
  }

  /** Called by Nest when connections are closed. */
  async onApplicationShutdown(): Promise<void> {
    await this.#owned?.close()
  }

  #resolve<V>(token: string): V {
    try {
      return this.#moduleRef.get<V>(token, { strict: true })
    } catch (cause) {
      // Nest's own error names a token, and not what to do.
      throw new ConfigurationError(
        `${moduleCall(this.#name)} depends on something request-scoped, so that every request would make sessions of its own. Inject what lives as long as the application.`,
        { cause },
      )
    }
  }
}
// As a decorator would, which Node cannot strip.
Module({})(SessionModule)
Inject(definitionToken)(SessionModule, undefined, 0)
Inject(ModuleRef)(SessionModule, undefined, 1)
Inject(HttpAdapterHost)(SessionModule, undefined, 2)
Inject(ModulesContainer)(SessionModule, undefined, 3)

function assemble(
  {
    name = defaultName,
    isGlobal = true,
  }: { readonly name?: string | undefined; readonly isGlobal?: boolean | undefined },
  options: (token: string) => Provider[],
): DynamicModule {
  const definition: Definition = { name }
  return {
    module: SessionModule,
    global: isGlobal,
    providers: [
      { provide: definitionToken, useValue: definition },
      ...options(optionsToken(name)),
      { provide: sessionsToken(name), useFactory: checkedSessions, inject: [optionsToken(name)] },
      {
        provide: mountToken(name),
        useFactory: (given: SessionModuleFactoryOptions, sessions: Sessions<object>) =>
          createMount(name, sessions, given),
        inject: [optionsToken(name), sessionsToken(name)],
      },
      {
        provide: APP_FILTER,
        useFactory: (host: HttpAdapterHost) => new SessionErrorFilter(host),
        inject: [HttpAdapterHost],
      },
      { provide: APP_INTERCEPTOR, useValue: new SettleInterceptor(name) },
    ],
    exports: [sessionsToken(name), mountToken(name)],
  }
}
