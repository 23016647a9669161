import { type EChartsOption, init } from 'echarts'

/** Readable on a light page and on a dark one. */
const common: EChartsOption = {
  backgroundColor: '#ffffff',
  animation: false,
  textStyle: { fontFamily: 'system-ui, sans-serif' },
}

/** Draws a chart, as SVG. */
export function svgOf(option: EChartsOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ ...common, ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return `${svg}\n`
}
