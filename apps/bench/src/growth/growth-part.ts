import { type Line, lineChart } from '../charts/line-chart.ts'
import type { Chart, Part, Target } from '../part.ts'
import type { GrowthPlan } from '../plan.ts'
import { Child } from '../process/child.ts'
import { serverCore } from '../process/cores.ts'
import { whole, withSpread } from '../report/figures.ts'
import { judged } from '../report/judge.ts'
import { table } from '../report/table.ts'
import { filledStores } from './filled-store.ts'
import { type Growth, grow } from './growth.ts'
import { shapeCharts, shapeLines } from './shape-lines.ts'
import type { ShapeFigures } from './shapes.ts'

const verbs = ['read', 'write'] as const

/** What a request costs as sessions become many, large, and rich in keys. */
export const growthPart: Part = {
  id: 'growth',
  steps: ({ growth: { rounds } }) => filledStores.length * (rounds + 1) + 1,
  run: async ({ growth: plan }, progress) => {
    const found: Growth[] = []
    for (const store of filledStores) {
      found.push(await grow(store, plan, (step) => progress.step(`${store}, ${step}`)))
    }
    progress.step('sizes and keys')
    const shapes = await measuredShapes(plan)
    return {
      lines: [...growthLines(found, plan.counts), ...shapeLines(shapes)],
      charts: [growthChart(found), ...shapeCharts(shapes)],
      targets: found.flatMap(growthTargets),
    }
  },
}

async function measuredShapes(plan: GrowthPlan): Promise<ShapeFigures> {
  const child = new Child<GrowthPlan & object, ShapeFigures>('growth/shapes-process.ts').pin(
    serverCore,
  )
  try {
    return await child.ask(plan)
  } finally {
    await child.stop()
  }
}

/** "Flat" is not quite 1: a million sessions fit in no processor's cache, and an index is deeper. */
function growthTargets({ store, counts, readGrowth, writeGrowth }: Growth): Target[] {
  const [most, fewest] = [counts.at(-1) ?? 0, counts[0] ?? 0].map(whole)
  const what = `${store}: cost with ${most} sessions, times that with ${fewest} (flat, by our own bound)`
  return [
    judged(readGrowth, { what: `read, ${what}`, atMost: 1.25 }),
    judged(writeGrowth, { what: `read-modify-write, ${what}`, atMost: 1.25 }),
  ]
}

function growthChart(found: readonly Growth[]): Chart {
  return lineChart({
    file: 'sessions.svg',
    title: 'Time for one request as sessions become many',
    x: 'sessions in the store',
    y: 'µs',
    lines: found.flatMap((growth) =>
      verbs.map((verb): Line => {
        const points = growth.counts.map(
          (count, at) => [count, growth[verb][at]?.median ?? 0] as const,
        )
        return { name: `${growth.store}, ${verb}`, points }
      }),
    ),
  })
}

function growthLines(found: readonly Growth[], counts: readonly number[]): string[] {
  return [
    '## As sessions become many',
    '',
    'µs for a session chosen at random: opened, loaded and read; or changed and saved as well. Redis and PostgreSQL with 32 at a time. The numbers of sessions take turns in every round; in brackets the middle half of the rounds.',
    '',
    '![Time for one request as sessions become many](benchmarks/sessions.svg)',
    '',
    ...table(
      ['', ...counts.map(whole), 'last, times first'],
      found.flatMap((growth) =>
        verbs.map((verb) => [
          `${growth.store}, ${verb}`,
          ...growth[verb].map((figure) => withSpread(figure, 1)),
          withSpread(growth[`${verb}Growth`], 2),
        ]),
      ),
    ),
    '',
  ]
}
