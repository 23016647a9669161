import { describe, expect, it } from 'vitest'
import { Places } from '../src/connector/places.ts'

describe('places for what is under way', () => {
  const busyAndIdle = (busy: number, idle: number): Places<{ idle: boolean }> => {
    const places = new Places<{ idle: boolean }>(() => ({ idle: true }))
    for (let i = 0; i < busy; i++) places.at(`busy ${i}`).idle = false
    for (let i = 0; i < idle; i++) places.at(`idle ${i}`)
    return places
  }

  it('stay where something goes on, however many others come', () => {
    const places = busyAndIdle(100, 0)
    const first = places.at('busy 0')
    for (let i = 0; i < 10_000; i++) places.at(`other ${i}`)
    expect(places.at('busy 0')).toBe(first)
    expect([...places.all()].filter(({ idle }) => !idle)).toHaveLength(100)
  })

  it.each([
    [0, 64],
    [20, 64],
    [500, 1000],
  ])('are bounded: %i under way, at most %i kept', (busy, most) => {
    expect([...busyAndIdle(busy, 10_000).all()].length).toBeLessThanOrEqual(most)
  })
})
