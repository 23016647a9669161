export { type BackendName, backends, isBackendName } from './backends.ts'
export { type DemoSettings, toEnvironment } from './settings.ts'
