import { accessSync, constants } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { ensureChromium } from '../src/machine/ensure-software.ts'
import { findPrograms, requirePrograms, versionOf } from '../src/machine/find-programs.ts'
import { software } from '../src/machine/software.ts'

const missing = {
  name: 'Nothing',
  programs: [['sh'], ['no-such-program', 'nor-this-one']],
  folders: ['/no/such/folder-*/bin'],
  package: 'nothing-server',
}

afterEach(() => vi.unstubAllEnvs())

test.each([software.redis, software.postgres, software.mariadb, software.nginx])(
  '$name is found',
  (each) => {
    const programs = findPrograms(each) ?? []
    expect(programs).toHaveLength(each.programs.length)
    for (const program of programs) accessSync(program, constants.X_OK)
    if (each !== software.nginx) expect(versionOf(programs[0] ?? '')).toMatch(/^\d+\.\d+/)
  },
)

test('what is missing is said in one line', () => {
  expect(findPrograms(missing)).toBeUndefined()
  expect(() => requirePrograms(missing)).toThrow(
    /^Missing: Nothing\. `apt-get install nothing-server`, or put sh, no-such-program on the path\.$/,
  )
})

test('the environment names a browser', () => {
  vi.stubEnv('CHROMIUM_PATH', '/somewhere/chromium')
  expect(ensureChromium()).toBe('/somewhere/chromium')
})
