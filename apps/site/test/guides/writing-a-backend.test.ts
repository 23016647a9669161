// The page's own test, which is the whole suite of backends.
import '#examples/docs/guides/writing-a-backend/json-file-backend.test.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testSession } from '@sojourn/core'
import { afterAll, expect, it, vi } from 'vitest'

const folder = await mkdtemp(join(tmpdir(), 'writing-'))
afterAll(() => rm(folder, { recursive: true }))

it('R109 a file that cannot be read is an outage, and no sign-out', async () => {
  const path = join(folder, 'sessions.json')
  vi.stubEnv('SESSIONS_FILE', path)
  const { sessions } = await import('#examples/docs/guides/writing-a-backend/sessions.ts')
  const cookie = await testSession(sessions, { userId: 'ada' })
  const [token = ''] = sessions.cookie.tokens.read(cookie).texts
  expect((await sessions.open(token).load()).userId).toBe('ada')
  await writeFile(path, '[{ "id": ')
  await expect(sessions.open(token).load()).rejects.toMatchObject({ code: 'SESSION_UNAVAILABLE' })
  vi.unstubAllEnvs()
})
