import { describeBackend } from '@sojourn/testkit'
import { memoryBackend } from '../src/index.ts'

describeBackend('memoryBackend', () => ({ backend: memoryBackend() }))
