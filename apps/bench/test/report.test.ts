import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { barChart } from '../src/charts/bar-chart.ts'
import { lineChart } from '../src/charts/line-chart.ts'
import { Pace } from '../src/http/pace.ts'
import { withCookies } from '../src/load/cookie-jar.ts'
import { parseResponse } from '../src/load/response.ts'
import { reportOf } from '../src/report/report.ts'
import { writeReport } from '../src/report/write-report.ts'
import { peakRates } from '../src/scale/assumptions.ts'
import { scalePage } from '../src/scale/scale-page.ts'

it('a report is written with its charts and its further pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sojourn-bench-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const figure = { median: 0.5, low: 0.4, high: 0.6 }
  const bars = [
    { name: 'Sojourn, Redis', figure, color: '#4f8fd0' },
    { name: 'koa-session', figure, color: '#e8a33d' },
  ]
  const sections = [
    { lines: ['## One'], charts: [barChart('read.svg', 'Read', 'blue: Sojourn', bars)] },
    { lines: ['## Two'], page: { file: 'scale.md', lines: ['# Scale'] } },
  ]
  const report = reportOf('npm run bench', ['- Machine: this one'], sections)
  const files = writeReport(pathToFileURL(`${folder}/`), report, sections)

  expect(files).toEqual(['benchmarks.md', 'benchmarks/read.svg', 'scale.md'])
  expect(readFileSync(join(folder, 'benchmarks.md'), 'utf8')).toMatch(/## One\n## Two\n$/)
  const svg = readFileSync(join(folder, 'benchmarks/read.svg'), 'utf8')
  expect(svg).toMatch(/^<svg /)
  for (const text of ['Read', 'Sojourn, Redis', 'koa-session', 'blue: Sojourn', '0.50'])
    expect(svg).toContain(text)
})

it('a chart with curves names its axes and its lines', () => {
  const lines = [{ name: 'memory, read', points: [[1000, 2] as const, [10_000, 3] as const] }]
  const { svg } = lineChart({ file: 'x.svg', title: 'Growth', x: 'sessions', y: 'µs', lines })
  for (const text of ['Growth', 'sessions', 'µs', 'memory, read', '10,000']) {
    expect(svg).toContain(text)
  }
})

it('the page about scale shows sums that are right', () => {
  const store = { session: 800, read: 10, write: 30, readBytes: 500, writeBytes: 1500 }
  const lines = scalePage(
    {
      memory: 700,
      redis: store,
      postgres: { ...store, readBytes: Number.NaN, writeBytes: Number.NaN },
      purge: { postgres: 16_534, sqlite: 10_000 },
      fanOut: [
        { listeners: 0, cpu: 20, sent: 100 },
        { listeners: 100, cpu: 220, sent: 6100 },
      ],
      slots: [{ primaries: 3, fullest: 1.01 }],
    },
    [],
  ).join('\n')
  const { reads, writes } = peakRates()
  expect(Math.round(reads)).toBe(694_444)
  expect(Math.round(writes)).toBe(277_778)
  // (694,444 × 10 µs + 277,778 × 20 µs) ÷ 10^6 ÷ 0.5 = 25.0 cores, and 10^12 × 0.8 B ÷ 32 GB = 23.3.
  expect(lines).toContain('**25 cores**')
  expect(lines).toContain('**24 primaries** for the memory alone')
  expect(lines).toContain('23.3 primaries for the memory and 25.0 for the processors: **25**')
  expect(lines).toContain('**10.0 % of the time**')
  expect(lines).toContain('Each listener adds 2.00 µs and 60 B')
  expect(lines).not.toMatch(/NaN|Infinity|undefined/)
})

it('slices share what is left of a budget, and are never too short', () => {
  const pace = new Pace(10_000, 10, 50)
  expect(pace.next()).toBeGreaterThan(900)
  // Nothing was waited for: what the first did not use is there for the others.
  expect(pace.next()).toBeGreaterThan(1000)
  expect(new Pace(0, 10, 50).next()).toBe(50)
})

it('cookies are kept as a browser keeps them', () => {
  expect(withCookies('', ['a=1'])).toBe('a=1')
  expect(withCookies('a=1', ['a=2'])).toBe('a=2')
  expect(withCookies('a=1', ['b=2'])).toBe('a=1; b=2')
  expect(withCookies('a=1; a.sig=x', ['a=2', 'a.sig=y'])).toBe('a=2; a.sig=y')
  expect(withCookies('a=1; b=2', ['a='])).toBe('b=2')
  expect(withCookies('a=1', ['a='])).toBe('')
  expect(withCookies('sid=ab==', ['sid=cd='])).toBe('sid=cd=')
})

it('an answer is read when all of it is there', () => {
  const text =
    'HTTP/1.1 200 OK\r\nset-cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\ncontent-length: 3\r\n\r\nada'
  expect(parseResponse(text.slice(0, -1))).toBeUndefined()
  expect(parseResponse(text)).toEqual({
    status: 200,
    cookies: ['a=1', 'b=2'],
    body: 'ada',
    length: text.length,
  })
  expect(() => parseResponse('HTTP/1.1 200 OK\r\n\r\n')).toThrow('without Content-Length')
})
