import { observe } from '../behaviour/behaviour.ts'
import { behaviourSection, behaviourTargets } from '../behaviour/behaviour-section.ts'
import { barChart } from '../charts/bar-chart.ts'
import { type Contender, labelOf } from '../contenders/contender.ts'
import { contenders } from '../contenders/contenders.ts'
import { workloads } from '../load/workloads.ts'
import type { Chart, Part } from '../part.ts'
import { httpSection } from '../report/http-section.ts'
import { httpTargets } from './http-targets.ts'
import type { HttpResults } from './results.ts'
import { httpSteps, runHttp } from './run-http.ts'
import { withContenders } from './running.ts'

/** Every contender under every workload. */
export const httpPart: Part = {
  id: 'http',
  steps: ({ http }) => httpSteps(http, contenders, workloads) + contenders.length,
  run: ({ http: plan }, progress) =>
    withContenders(contenders, async (running) => {
      const behaviour = await observe(running, progress)
      const results = await runHttp({ plan, workloads, progress }, running)
      return {
        lines: [
          ...behaviourSection(behaviour),
          ...httpSection({ results, contenders, workloads, plan }),
        ],
        charts: charts(results),
        targets: [...httpTargets(results), ...behaviourTargets(behaviour)],
      }
    }),
}

const colors = { bare: '#bbbbbb', floor: '#bbbbbb', peer: '#e8a33d', sojourn: '#4f8fd0' }

function charts(results: HttpResults): Chart[] {
  const shown = contenders.filter(({ layer }) => layer !== 'bare')
  return workloads.map(({ id, title }) =>
    barChart(
      `${id}.svg`,
      `${title}: share of the framework without sessions`,
      'grey: the floor; orange: other session layers; blue: Sojourn',
      shown.map((contender) => ({
        name: labelOf(contender),
        figure: results.share(contender.id, bareOf(contender).id, id),
        color: colors[contender.layer],
      })),
    ),
  )
}

function bareOf({ framework }: Contender): Contender {
  const found = contenders.find((each) => each.framework === framework && each.layer === 'bare')
  if (found) return found
  throw new Error(`There is no ${framework} without sessions among the contenders.`)
}
