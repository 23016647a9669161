import { type Line, lineChart } from '../charts/line-chart.ts'
import type { Part } from '../part.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import { whole } from '../report/figures.ts'
import { judged } from '../report/judge.ts'
import { table } from '../report/table.ts'
import { summary } from '../statistics.ts'
import { type FilledStoreId, filledStores } from './filled-store.ts'
import { type GrowthFigure, grow } from './growth.ts'
import type { ShapeFigure } from './shapes.ts'

const counts = [1000, 10_000, 100_000, 1_000_000] as const

/** What a request costs as sessions become many, large, and rich in keys. */
export const growthPart: Part = {
  id: 'growth',
  steps: () => filledStores.length * counts.length + 1,
  run: async ({ growth: { slice } }, progress) => {
    const found = new Map<FilledStoreId, readonly GrowthFigure[]>()
    for (const store of filledStores) {
      const onStep = (sessions: number) => progress.step(`growth: ${store}, ${whole(sessions)}`)
      found.set(store, await grow(store, counts, slice, onStep))
    }
    progress.step('growth: sizes and keys')
    const { bySize, byKeys } = await shapes(slice / 2)
    return {
      lines: [...growthLines(found), ...shapeLines(bySize, byKeys)],
      charts: [
        lineChart({
          file: 'sessions.svg',
          title: 'Time for one request as sessions become many',
          x: 'sessions in the store',
          y: 'µs',
          lines: [...found].flatMap(([store, figures]) => [
            lineOf(`${store}, read`, figures, 'read'),
            lineOf(`${store}, write`, figures, 'write'),
          ]),
        }),
        shapeChart('size.svg', 'Time for one request as a session becomes large', 'bytes', bySize),
        shapeChart('keys.svg', 'Time for one request as keys become many', 'keys', byKeys),
      ],
      targets: [...found].flatMap(([store, figures]) =>
        (['read', 'write'] as const).map((verb) =>
          judged(summary([ratio(figures, verb)]), {
            what: `${verb}, ${store}: cost with 1,000,000 sessions, times that with 1,000 (flat: our own bound)`,
            atMost: 1.25,
          }),
        ),
      ),
    }
  },
}

async function shapes(slice: number): Promise<{ bySize: ShapeFigure[]; byKeys: ShapeFigure[] }> {
  const child = new Child<number, { bySize: ShapeFigure[]; byKeys: ShapeFigure[] }>(
    'growth/shapes-process.ts',
  ).pin(serverCore)
  try {
    return await child.ask(slice)
  } finally {
    await child.stop()
  }
}

function ratio(figures: readonly GrowthFigure[], verb: 'read' | 'write'): number {
  return (figures.at(-1)?.[verb] ?? Number.NaN) / (figures[0]?.[verb] ?? Number.NaN)
}

function growthLines(found: ReadonlyMap<string, readonly GrowthFigure[]>): string[] {
  return [
    '## As sessions become many',
    '',
    'µs for a session chosen at random: opened, loaded and read; or changed and saved as well. Redis and PostgreSQL with 32 at a time.',
    '',
    '![Time for one request as sessions become many](benchmarks/sessions.svg)',
    '',
    ...table(
      ['', ...counts.map((count) => whole(count))],
      [...found].flatMap(([store, figures]) =>
        (['read', 'write'] as const).map((verb) => [
          `${store}, ${verb}`,
          ...figures.map((figure) => figure[verb].toFixed(1)),
        ]),
      ),
    ),
    '',
  ]
}

function shapeLines(bySize: readonly ShapeFigure[], byKeys: readonly ShapeFigure[]): string[] {
  const rows = (figures: readonly ShapeFigure[], what: string): string[] =>
    table(
      [
        what,
        'JSON.parse + JSON.stringify',
        'read',
        'write',
        'read, times JSON',
        'write, times JSON',
      ],
      figures.map(({ at, json, read, write }) => [
        whole(at),
        ...[json, read, write].map((value) => value.toFixed(1)),
        ...[read, write].map((value) => (value / json).toFixed(1)),
      ]),
    )
  return [
    '## As a session becomes large, or rich in keys',
    '',
    'µs, on a backend that costs nothing.',
    '',
    '![Time for one request as a session becomes large](benchmarks/size.svg)',
    '',
    ...rows(bySize, 'bytes'),
    '',
    '![Time for one request as keys become many](benchmarks/keys.svg)',
    '',
    ...rows(byKeys, 'keys'),
    '',
  ]
}

function lineOf<Figure extends GrowthFigure>(
  name: string,
  figures: readonly Figure[],
  verb: 'read' | 'write',
): Line {
  return { name, points: figures.map((figure) => [figure.sessions, figure[verb]] as const) }
}

function shapeChart(file: string, title: string, x: string, figures: readonly ShapeFigure[]) {
  const line = (name: string, verb: 'json' | 'read' | 'write'): Line => ({
    name,
    points: figures.map((figure) => [figure.at, figure[verb]] as const),
  })
  return lineChart({
    file,
    title,
    x,
    y: 'µs',
    lines: [line('JSON', 'json'), line('read', 'read'), line('write', 'write')],
  })
}
