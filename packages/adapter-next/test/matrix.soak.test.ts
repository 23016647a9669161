import { test } from 'vitest'
import { StartedApp } from './fixture/started-app.ts'
import { nameOf, type Variant } from './fixture/variants.ts'
import { tour } from './tour.ts'

const others: readonly Variant[] = [
  { major: 16, bundler: 'webpack' },
  { major: 16, bundler: 'turbopack', standalone: true },
  { major: 15, bundler: 'turbopack' },
]

test.each(others.map((variant) => [nameOf(variant), variant] as const))(
  '%s: a session in every place of Next',
  async (_name, variant) => {
    const app = await StartedApp.start(variant)
    try {
      await tour(app)
    } finally {
      await app.stop()
    }
  },
  900_000,
)
