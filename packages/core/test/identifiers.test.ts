import { readdirSync, readFileSync } from 'node:fs'
import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { MapBackend } from './support/map-backend.ts'
import { codeOf, setup } from './support/setup.ts'

describe('R10 nobody brings a generator of ids', () => {
  const names = ['generateId', 'genid', 'genId', 'generator', 'idGenerator', 'sessionId', 'token']
  it.each(names)('createSessions has no option %s', (name) => {
    const options = { backend: new MapBackend(), name: false, [name]: () => 'A'.repeat(22) }
    expect(() => createSessions(options as never)).toThrow(
      expect.objectContaining({ code: 'CONFIGURATION' }),
    )
  })

  it('nor does a generator put over the connector’s own make ids for sessions', async () => {
    const { sessions, stored } = setup()
    const chosen = `${'A'.repeat(22)}.${'A'.repeat(43)}`
    Object.assign(sessions.connector, { generateSessionId: () => chosen })
    expect((await stored()).sessionKey).not.toBe(chosen)
    expect(await codeOf(sessions.connector.setSession(chosen, {}))).toBe('SESSION_INTERRUPTED')
  })
})

describe('R105 what correlates log lines opens nothing', () => {
  it('every event of a session carries its public id, and the id alone is no token', async () => {
    const { stored, load, events } = setup()
    const session = await stored({ a: 1 })
    const { id } = session
    session.set('a', 2)
    await session.save()
    await session.cycleKey()
    for (const { event } of events) expect(event).toMatchObject({ id })
    for (const attempt of [id, `${id}.`, `${id}.${id}${id?.slice(1)}`]) {
      expect((await load(attempt)).isNew).toBe(true)
    }
  })

  it('and it is drawn apart from the secret: neither tells the other', async () => {
    const { stored } = setup()
    for (let i = 0; i < 50; i++) {
      const { id, sessionKey } = await stored()
      const bytes = Buffer.from(id ?? '', 'base64url').toString('hex')
      const secret = Buffer.from(sessionKey?.slice(23) ?? '', 'base64url').toString('hex')
      expect(secret).not.toContain(bytes.slice(0, 16))
    }
  })
})

describe('R62 parsed data and prototypes', () => {
  const folder = new URL('../src', import.meta.url)
  const code = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8'))
    .join('\n')

  it('no Object.assign, no for…in in what we publish', () => {
    expect(code).toContain('Object.entries')
    expect(code).not.toMatch(/Object\.assign\(|for \((const|let|var) \w+ in /)
  })

  it('R61 and no text is run as code, nor types revived from it', () => {
    expect(code).toContain('JSON.parse(')
    expect(code).not.toMatch(/\beval\(|new Function\(|\bdeserialize\(|JSON\.parse\([^()]*,/)
  })
})
