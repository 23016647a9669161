// The testkit as someone with a backend of their own uses it.
import { memoryBackend } from '@sojourn/backend-memory'
import { describeBackend } from '@sojourn/testkit'

describeBackend('memory, from the tarball', () => ({ backend: memoryBackend() }))
