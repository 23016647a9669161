import { expect, it } from 'vitest'
import { GarbledRecordError, recordOf } from '../../src/record/record-text.ts'
import { fromStored, toStored } from '../../src/record/stored-text.ts'

const texts = [
  '',
  'plain',
  '\u0000',
  '\u0001',
  '\u0001"x"',
  '\ud800',
  '\udc00\ud800',
  '\ufffd',
  '"\\ud800"',
  '\u{1f600}',
]

it('R68: every text comes back, through UTF-8 too, and no two are stored alike', () => {
  const stored = texts.map(toStored)
  expect(new Set(stored).size).toBe(texts.length)
  for (const [n, text] of stored.entries()) {
    expect(fromStored(Buffer.from(text).toString())).toBe(texts[n])
  }
})

it('what was never written so is handed on as it is, for core to judge', () => {
  for (const text of ['\u0001', '\u0001{', '\u00011', '\u0001null']) {
    expect(fromStored(text)).toBe(text)
  }
})

it.each([
  ['', 'empty'],
  [`2${'0'.repeat(30)}r\n${'i'.repeat(22)}\n\n`, 'of another version'],
  [`1${'0'.repeat(29)}r\n${'i'.repeat(22)}\n\n`, 'short of a digit'],
  [`1${'0'.repeat(30)}r\n${'i'.repeat(21)}\n\n`, 'short of an id'],
  [`1${'0'.repeat(30)}r\n${'i'.repeat(22)}\n"ann`, 'cut in its owner'],
  [`1${'0'.repeat(30)}r\n${'i'.repeat(22)}\nann\n`, 'with an owner that is no JSON'],
  [`1${'0'.repeat(30)}r\n${'i'.repeat(22)}\n{}\n`, 'with an owner that is no text'],
])('%j is no record: it is %s', (value) => {
  expect(() => recordOf(value)).toThrow(GarbledRecordError)
})
