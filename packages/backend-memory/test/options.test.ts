import { ConfigurationError, NonPersistentStorageError } from '@sojourn/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { memoryBackend } from '../src/index.ts'

afterEach(() => vi.unstubAllEnvs())

describe('in production', () => {
  it('R129: refuses to be built and says what to use', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(() => memoryBackend()).toThrow(NonPersistentStorageError)
    expect(() => memoryBackend({ allowInProduction: false })).toThrow(
      /redisBackend\(\).*dbBackend\(\).*allowInProduction: true/,
    )
  })

  it('R129: is built where that was accepted', () => {
    vi.stubEnv('NODE_ENV', 'production')
    expect(memoryBackend({ allowInProduction: true }).name).toBe('memory')
  })

  it.each(['', 'development', 'test'])('is built when NODE_ENV is %j', (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    expect(memoryBackend().inProcess).toBe(true)
  })
})

it.each([
  [{ maxEntries: 0 }, 'maxEntries'],
  [{ maxEntries: 1.5 }, 'maxEntries'],
  [{ maxEntries: Number.POSITIVE_INFINITY }, 'maxEntries'],
  [{ maxEntries: 2 ** 24 + 1 }, 'maxEntries'],
  [{ maxEntries: '10' }, 'maxEntries'],
  [{ maxBytes: 0 }, 'maxBytes'],
  [{ maxBytes: Number.NaN }, 'maxBytes'],
  [{ allowInProduction: 'yes' }, 'allowInProduction'],
  [{ maxSize: 10 }, "no option 'maxSize'"],
])('R36: refuses %j and says what to write', (options, advice) => {
  const build = (): unknown => Reflect.apply(memoryBackend, undefined, [options])
  expect(build).toThrow(ConfigurationError)
  expect(build).toThrow(advice)
})

it('has one target for equal settings, so that a module reload finds the first', () => {
  const { target } = memoryBackend()
  expect(memoryBackend({ maxEntries: 1_000_000 }).target).toBe(target)
  expect(memoryBackend({ maxEntries: 10 }).target).not.toBe(target)
  expect(memoryBackend({ maxBytes: 4096 }).target).not.toBe(target)
})
