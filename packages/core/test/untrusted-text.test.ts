import { memoryBackend } from '@sojourn/backend-memory'
import { createSessions } from '@sojourn/core'
import { describe, expect, it } from 'vitest'
import { collect, setup } from './support/setup.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
const control = /[\u0000-\u001f\u007f-\u009f]/
const forgedLine = '\r\n2026-01-01 INFO signed in as admin\u001b[2K\u0000'

describe('R108 text of a client is capped and without control characters', () => {
  it('the device of a sign-in', async () => {
    const sessions = createSessions({ backend: memoryBackend(), name: false, deviceIp: 'full' })
    const userAgent = `Mozilla${forgedLine}${'x'.repeat(10_000)}`
    const request = {
      header: (name: string) => (name === 'user-agent' ? userAgent : undefined),
      ip: () => `203.0.113.7${forgedLine}${'9'.repeat(10_000)}`,
    }
    await sessions.exchange(request, () => false).session.authenticate('ada')
    const [device] = await collect(sessions.listForUser('ada'))
    for (const text of [device?.userAgent ?? '', device?.ip ?? '']) {
      expect(text.length).toBeGreaterThan(7)
      expect(text.length).toBeLessThanOrEqual(256)
      expect(text).not.toMatch(control)
    }
  })

  it('an event tells nothing of a cookie that is no token', async () => {
    const { sessions, events } = setup()
    const header = (): string => `__Host-sid=x${'y'.repeat(5000)}; __Host-sid=admin\u001b[2K`
    await sessions.exchange({ header }, () => false).session.load()
    await sessions.open(forgedLine).load()
    expect(events.map(({ event }) => event)).toEqual([
      { id: null, reason: 'malformed' },
      { id: null, reason: 'malformed' },
    ])
  })

  it('the path in an error names a client’s keys shortened, on one line', async () => {
    const session = await setup().stored()
    const top = { [`b${forgedLine}`]: Number.NaN }
    expect(() => session.update(top as never)).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(control) }),
    )
    const body = { [`a${forgedLine}${'k'.repeat(5000)}`]: { deep: 1n } }
    let caught: unknown
    try {
      session.update({ b: body } as never)
    } catch (error) {
      caught = error
    }
    expect(caught).toMatchObject({ code: 'SESSION_DATA' })
    const { message, path } = caught as Error & { path: string }
    for (const text of [message, path]) {
      expect(text).toContain('b.a')
      expect(text).toContain('.deep')
      expect(text).not.toMatch(control)
      expect(text.length).toBeLessThan(400)
    }
  })
})
