import { memoryBackend } from '@sojourn/backend-memory'
import { describeNest } from './conformance.ts'
import { platforms } from './platforms.ts'

for (const [name, platform] of platforms) {
  describeNest(`Nest on ${name}`, platform, () => memoryBackend())
}
