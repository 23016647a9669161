import type { Provider } from '@nestjs/common'
import { ConfigurationError } from '@sojourn/core'
import type { SessionModuleAsyncOptions, SessionOptionsFactory } from './module-options.ts'

/** The providers that make the options, in whichever of the three ways. */
export function asyncOptions<T extends object>(
  token: string,
  options: SessionModuleAsyncOptions<T>,
): Provider[] {
  if ('useFactory' in options) {
    const { useFactory, inject = [] } = options
    return [{ provide: token, useFactory, inject: [...inject] }]
  }
  const useFactory = (factory: SessionOptionsFactory<T>): unknown => factory.createSessionOptions()
  if ('useExisting' in options) {
    return [{ provide: token, useFactory, inject: [options.useExisting] }]
  }
  if ('useClass' in options) {
    const { useClass } = options
    return [
      { provide: useClass, useClass },
      { provide: token, useFactory, inject: [useClass] },
    ]
  }
  throw new ConfigurationError(
    'SessionModule.forRootAsync needs one of useFactory, useClass and useExisting.',
  )
}
