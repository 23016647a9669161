import { cookieBackend } from '@sojourn/backend-cookie'
import { memoryBackend } from '@sojourn/backend-memory'
import { generateSecret } from '@sojourn/core'
import { platforms } from '../platforms.ts'
import { describeNest } from './describe-nest.ts'

const secrets = generateSecret()

for (const [name, platform] of platforms) {
  describeNest(`Nest on ${name}, in the cookie,`, platform, () => cookieBackend({ secrets }))
  describeNest(`Nest on ${name}, in the cookie, with a live list,`, platform, () =>
    cookieBackend({ secrets, revocation: memoryBackend() }),
  )
}
