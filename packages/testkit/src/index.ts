export type {
  AdapterAnswer,
  AdapterApp,
  AdapterRequest,
  AnswerHeaders,
  RunningServer,
  StartServer,
  TestData,
} from './adapter/adapter-server.ts'
export { type DescribeAdapterOptions, describeAdapter } from './adapter/describe-adapter.ts'
export type {
  BackendFactory,
  BackendFixture,
  DescribeBackendOptions,
} from './backend/backend-fixture.ts'
export { describeBackend } from './backend/describe-backend.ts'
