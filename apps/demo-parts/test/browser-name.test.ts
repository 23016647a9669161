import { expect, test } from 'vitest'
import { browserName, isSafari } from '../src/index.ts'

const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit'
const safari = `${mac}/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15`
const chrome = `${mac}/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`

test.each([
  [safari, 'Safari 26 on macOS'],
  [chrome, 'Chrome 140 on macOS'],
  [`${chrome} Edg/140.0.0.0`, 'Edge 140 on macOS'],
  [
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    'Firefox 140 on Linux',
  ],
  ['curl/8.0', 'An unknown browser'],
  ['', 'An unknown browser'],
])('%s', (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name)
})

test('only Safari is Safari', () => {
  expect(isSafari(safari)).toBe(true)
  expect(isSafari(chrome)).toBe(false)
})
