import { backends, isBackendName } from 'demo-parts/settings'
import { test } from 'vitest'
import { expectCheckToPass } from './run-demo.ts'

const others = Object.keys(backends)
  .filter(isBackendName)
  .filter((name) => backends[name].shared && name !== 'sqlite')

test.each(others)('--check --backend %s', expectCheckToPass)
