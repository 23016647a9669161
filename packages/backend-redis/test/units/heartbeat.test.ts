import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Heartbeat, heartbeatInterval, heartbeatLimit } from '../../src/watch/heartbeat.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

describe('R54: a heartbeat', () => {
  it('proves nothing before a ping has come back, and is overdue in time', () => {
    const heartbeat = new Heartbeat()
    heartbeat.next()
    expect([heartbeat.alive, heartbeat.overdue]).toEqual([false, false])
    vi.advanceTimersByTime(heartbeatLimit)
    expect([heartbeat.alive, heartbeat.overdue]).toEqual([false, true])
  })

  it('is as old as the sending of the ping, not as its return', () => {
    const heartbeat = new Heartbeat()
    const ping = heartbeat.next()
    vi.advanceTimersByTime(heartbeatLimit - 1)
    heartbeat.heard(ping)
    expect(heartbeat.alive).toBe(true)
    vi.advanceTimersByTime(1)
    expect([heartbeat.alive, heartbeat.overdue]).toEqual([false, true])
  })

  it('does not believe a late ping, such as one that was buffered while the process stood still', () => {
    const heartbeat = new Heartbeat()
    heartbeat.heard(heartbeat.next())
    vi.advanceTimersByTime(heartbeatInterval)
    const late = heartbeat.next()
    vi.advanceTimersByTime(10 * heartbeatLimit)
    heartbeat.heard(late)
    expect(heartbeat.alive).toBe(false)
    heartbeat.heard(heartbeat.next())
    expect(heartbeat.alive).toBe(true)
  })

  it('ignores what it has not sent, and what it has heard before', () => {
    const heartbeat = new Heartbeat()
    for (const ping of ['', '0', '99', 'x', '__proto__']) heartbeat.heard(ping)
    expect(heartbeat.alive).toBe(false)
    const ping = heartbeat.next()
    heartbeat.heard(ping)
    vi.advanceTimersByTime(heartbeatLimit)
    heartbeat.heard(ping)
    expect(heartbeat.alive).toBe(false)
  })
})
