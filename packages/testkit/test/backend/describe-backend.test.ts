import { describeBackend } from '../../src/index.ts'
import { PlainBackend, PowerfulBackend } from './plain-backend.ts'

// As a third party has it: no power at all, and nothing but a factory.
describeBackend('a backend without powers', () => ({ backend: new PlainBackend() }))

describeBackend('a backend with powers', () => ({ backend: new PowerfulBackend() }), {
  runs: 20,
  seed: 1,
})
