import { observe } from '../behaviour/behaviour.ts'
import { behaviourSection, behaviourTargets } from '../behaviour/behaviour-section.ts'
import { barChart } from '../charts/bar-chart.ts'
import { type Contender, labelOf } from '../contenders/contender.ts'
import { contenders as all, bareOf } from '../contenders/contenders.ts'
import { type Workload, workloads } from '../load/workloads.ts'
import type { Chart, Part } from '../part.ts'
import type { HttpPlan } from '../plan.ts'
import { comparison } from '../report/comparison.ts'
import { type HttpReport, httpSection } from '../report/http-section.ts'
import { compared, httpTargets } from './http-targets.ts'
import type { HttpResults } from './results.ts'
import { httpSteps, runHttp } from './run-http.ts'
import { withContenders } from './running.ts'

/** Every contender under every workload. */
export const httpPart: Part = {
  id: 'http',
  steps: ({ http }) => {
    const { contenders, workloads } = inScope(http)
    return httpSteps(http, contenders, workloads) + contenders.length
  },
  run: ({ http: plan }, progress) => {
    const { contenders, workloads } = inScope(plan)
    return withContenders(contenders, async (running) => {
      const behaviour = await observe(running, progress)
      const results = await runHttp({ plan, workloads, progress }, running)
      return {
        lines: [
          '## In short',
          '',
          ...comparison(results, behaviour),
          ...behaviourSection(behaviour),
          ...httpSection({ results, contenders, workloads, plan }),
        ],
        charts: charts(results, contenders, workloads),
        targets: [...httpTargets(results), ...behaviourTargets(behaviour)],
      }
    })
  },
}

/** Of the frameworks without sessions all that the others are shares of. */
function inScope({ scope }: HttpPlan): Pick<HttpReport, 'contenders' | 'workloads'> {
  if (scope === 'all') return { contenders: all, workloads }
  const chosen = all.filter(({ id }) => compared.contenders.has(id))
  const frameworks = new Set(chosen.map(({ framework }) => framework))
  return {
    contenders: all.filter(
      (each) => chosen.includes(each) || (each.layer === 'bare' && frameworks.has(each.framework)),
    ),
    workloads: workloads.filter(({ id }) => compared.workloads.has(id)),
  }
}

const colors = { bare: '#bbbbbb', floor: '#bbbbbb', peer: '#e8a33d', sojourn: '#4f8fd0' }

function charts(
  results: HttpResults,
  contenders: readonly Contender[],
  workloads: readonly Workload[],
): Chart[] {
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
