import { redisCommand, sharedServer } from '@sojourn/test-servers'
import { describe, expect, it } from 'vitest'
import { slotOf } from '../../src/keys/hash-slot.ts'
import { Keys } from '../../src/keys/keys.ts'
import { tagCount, tagOf, tags } from '../../src/keys/tags.ts'
import { newName } from '../sessions.ts'

describe('tags', () => {
  it('are the same for ever: stored keys hold them', () => {
    expect(tags().slice(0, 6)).toMatchInlineSnapshot(`
      [
        "14",
        "10",
        "6u",
        "18",
        "6l",
        "6h",
      ]
    `)
    expect(tagOf('AAAAAAAAAAAAAAAAAAAAAA')).toMatchInlineSnapshot(`"14"`)
    expect(tagOf('zzzzzzzzzzzzzzzzzzzzzA')).toMatchInlineSnapshot(`"6c"`)
    expect(tagOf('_____________________w')).toMatchInlineSnapshot(`"x"`)
  })

  it.each([1, 3, 5, 8, 16, 20])('are spread evenly over %i primaries', (primaries) => {
    const counts = new Map<number, number>()
    for (const tag of tags()) {
      const primary = Math.floor((slotOf(tag) * primaries) / 16_384)
      counts.set(primary, (counts.get(primary) ?? 0) + 1)
    }
    const fair = tagCount / primaries
    for (const count of counts.values()) expect(Math.abs(count - fair)).toBeLessThan(2)
    expect(counts.size).toBe(primaries)
  })

  it('are used by random ids equally often', () => {
    const counts = new Map<string, number>()
    for (let n = 0; n < 64_000; n++) {
      const tag = tagOf(newName())
      counts.set(tag, (counts.get(tag) ?? 0) + 1)
    }
    expect(counts.size).toBe(tagCount)
    for (const count of counts.values()) {
      expect(count).toBeGreaterThan(300)
      expect(count).toBeLessThan(700)
    }
  })

  it.each([
    ['123456789', 0x31c3],
    ['', 0],
  ])('the slot of %j is the one that Redis Cluster specifies', (text, slot) => {
    expect(slotOf(text)).toBe(slot % 16_384)
  })
})

describe('keys', () => {
  const keys = new Keys('shop')

  it('R69: an id becomes part of a key only if it has the form of one', () => {
    expect(keys.isId(newName())).toBe(true)
    for (const text of [
      '',
      '*',
      'a'.repeat(21),
      'a'.repeat(23),
      `${'a'.repeat(21)}\n`,
      `${newName()}\n`,
      '{aaaaaaaaaaaaaaaaaaaaa}',
    ]) {
      expect(keys.isId(text), JSON.stringify(text)).toBe(false)
    }
  })

  it('an owner is not written into a key, whatever it is called', () => {
    const key = keys.owner('ann@example.org')
    expect(key).toMatch(/^shop:owner:\{[0-9a-f]{40}\}$/)
    expect(keys.owner('Ann@example.org')).not.toBe(key)
    expect(keys.owner('\ud800')).not.toBe(keys.owner('\ufffd'))
  })

  it('R70: a pattern takes the prefix as it is', async () => {
    const { url } = await sharedServer('redis')
    const prefix = `${newName()}*?[a-z]\\`
    const { pattern, start } = new Keys(prefix)
    await redisCommand(url, 'SET', `${start}x`, 1, 'PX', 10_000)
    await redisCommand(url, 'SET', `${prefix.replace('*', 'abc')}:x`, 1, 'PX', 10_000)
    expect(await redisCommand(url, 'KEYS', pattern)).toEqual([`${start}x`])
  })
})
