export type {
  BackendFactory,
  BackendFixture,
  DescribeBackendOptions,
} from './backend/backend-fixture.ts'
export { describeBackend } from './backend/describe-backend.ts'
