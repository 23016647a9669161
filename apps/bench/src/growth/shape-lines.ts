import { type Line, lineChart } from '../charts/line-chart.ts'
import type { Chart } from '../part.ts'
import { whole } from '../report/figures.ts'
import { table } from '../report/table.ts'
import type { ShapeFigure, ShapeFigures } from './shapes.ts'

const titles = {
  size: 'Time for one request as a session becomes large',
  keys: 'Time for one request as keys become many',
}

/** The curves by size and by keys. */
export function shapeCharts({ bySize, byKeys }: ShapeFigures): Chart[] {
  return [
    chart('size.svg', titles.size, 'bytes', bySize),
    chart('keys.svg', titles.keys, 'keys', byKeys),
  ]
}

/** The same as lines of Markdown. */
export function shapeLines({ bySize, byKeys }: ShapeFigures): string[] {
  return [
    '## As a session becomes large, or rich in keys',
    '',
    'µs, on a backend that costs nothing.',
    '',
    `![${titles.size}](benchmarks/size.svg)`,
    '',
    ...rows(bySize, 'bytes'),
    '',
    `![${titles.keys}](benchmarks/keys.svg)`,
    '',
    ...rows(byKeys, 'keys'),
    '',
  ]
}

function rows(figures: readonly ShapeFigure[], what: string): string[] {
  return table(
    [what, 'JSON.parse + JSON.stringify', 'read', 'write', 'read, times JSON', 'write, times JSON'],
    figures.map(({ at, json, read, write }) => [
      whole(at),
      ...[json, read, write].map((value) => value.toFixed(1)),
      ...[read, write].map((value) => (value / json).toFixed(1)),
    ]),
  )
}

function chart(file: string, title: string, x: string, figures: readonly ShapeFigure[]): Chart {
  const line = (name: string, verb: 'json' | 'read' | 'write'): Line => ({
    name,
    points: figures.map((figure) => [figure.at, figure[verb]] as const),
  })
  const lines = [line('JSON', 'json'), line('read', 'read'), line('write', 'write')]
  return lineChart({ file, title, x, y: 'µs', lines })
}
