import { memoryBackend } from '@sojourn/backend-memory'
import { platforms } from '../platforms.ts'
import { describeNest } from './describe-nest.ts'

for (const [name, platform] of platforms) {
  describeNest(`Nest on ${name}`, platform, () => memoryBackend())
}
