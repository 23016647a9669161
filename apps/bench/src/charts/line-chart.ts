import type { Chart } from '../part.ts'
import { svgOf } from './svg.ts'

/** One curve: its points, by x. */
export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

/** What a chart with curves says beside them. */
export interface LineChart {
  readonly file: string
  readonly title: string
  readonly x: string
  readonly y: string
  readonly lines: readonly Line[]
}

/** Curves over two logarithmic axes. */
export function lineChart({ file, title, x, y, lines }: LineChart): Chart {
  const option = {
    title: { text: title, left: 'center', textStyle: { fontSize: 15 } },
    legend: { bottom: 0, itemGap: 28, padding: [0, 40] },
    grid: { left: 60, right: 30, top: 46, bottom: 104 },
    xAxis: { ...axis, min: 'dataMin' as const, name: x, nameGap: 26 },
    yAxis: { ...axis, name: y, nameGap: 42 },
    series: lines.map(({ name, points }) => ({
      type: 'line' as const,
      name,
      data: points.map(([at, value]) => [at, value]),
    })),
  }
  return { file, svg: svgOf(option, 760, 460) }
}

const axis = {
  type: 'log' as const,
  nameLocation: 'middle' as const,
  axisLabel: { formatter: (value: number) => value.toLocaleString('en-US') },
}
