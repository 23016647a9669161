import type { CustomSeriesRenderItem } from 'echarts'
import type { Chart } from '../part.ts'
import type { Summary } from '../statistics.ts'
import { svgOf } from './svg.ts'

/** One bar, and its colour. */
export interface Bar {
  readonly name: string
  readonly figure: Summary
  readonly color: string
}

/** Bars below each other, what their colours mean, and whiskers where the middle half of the rounds lies. */
export function barChart(file: string, title: string, legend: string, bars: readonly Bar[]): Chart {
  const shown = bars.toReversed()
  const option = {
    title: { text: title, subtext: legend, left: 'center', textStyle: { fontSize: 15 } },
    // Names are measured roughly where there is no browser: they get room of their own.
    grid: { left: 290, right: 40, top: 62, bottom: 30 },
    xAxis: { type: 'value' as const, min: 0 },
    yAxis: {
      type: 'category' as const,
      data: shown.map(({ name }) => name),
      axisTick: { show: false },
    },
    series: [
      {
        type: 'bar' as const,
        barWidth: '65%',
        data: shown.map(({ figure, color }) => ({
          value: figure.median,
          itemStyle: { color },
        })),
        label: {
          show: true,
          position: 'insideLeft' as const,
          color: '#222222',
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            shown[dataIndex]?.figure.median.toFixed(2) ?? '',
        },
      },
      {
        type: 'custom' as const,
        renderItem: whisker,
        encode: { x: [1, 2], y: 0 },
        data: shown.map(({ figure }, i) => [i, figure.low, figure.high]),
      },
    ],
  }
  return { file, svg: svgOf(option, 760, 84 + 24 * bars.length) }
}

const whisker: CustomSeriesRenderItem = (_, api) => {
  const row = api.value(0)
  const [from = 0, y = 0] = api.coord([api.value(1), row])
  const [to = 0] = api.coord([api.value(2), row])
  const style = { stroke: '#222222', lineWidth: 1.2 }
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line' as const,
    shape: { x1, y1, x2, y2 },
    style,
  })
  return {
    type: 'group',
    children: [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)],
  }
}
