import { describeAdapter } from '../../src/index.ts'
import { PlainBackend } from '../backend/plain-backend.ts'
import { leaveOut, nodeAdapter } from './node-adapter.ts'

// Nothing of the suite is about one framework, or about the hook that core offers.
describeAdapter('an adapter for node:http', nodeAdapter(), {
  backend: () => new PlainBackend(),
  leaveOut,
})
