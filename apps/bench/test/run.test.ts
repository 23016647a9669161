import { expect, it } from 'vitest'
import { contenders } from '../src/contenders/contenders.ts'
import { runCore } from '../src/core-alone/run-core.ts'
import { httpSteps, runHttp } from '../src/http/run-http.ts'
import { withContenders } from '../src/http/running.ts'
import { workloads } from '../src/load/workloads.ts'
import { Progress } from '../src/progress.ts'
import { coreSection } from '../src/report/core-section.ts'
import { httpSection } from '../src/report/http-section.ts'

it('contenders answer every workload rightly, in processes of their own', async () => {
  const some = ['koa-bare', 'koa-floor-redis', 'koa-sojourn-redis', 'koa-session-cookie']
  const chosen = contenders.filter(({ id }) => some.includes(id))
  const plan = {
    scope: 'targets',
    connections: 4,
    warmUp: 10,
    rounds: 2,
    budget: 0,
    settle: 10,
    least: 30,
  } as const
  const progress = new Progress()
  progress.begin('http', httpSteps(plan, chosen, workloads))
  const results = await withContenders(chosen, (running) =>
    runHttp({ plan, workloads, progress }, running),
  )
  expect(results.slices).toHaveLength(2 * chosen.length * workloads.length)
  for (const slice of results.slices) {
    expect(slice.perSecond, `${slice.contender}, ${slice.workload}`).toBeGreaterThan(0)
    expect(slice.p99).toBeGreaterThan(0)
    expect(slice.cpu).toBeGreaterThan(0)
  }
  const report = httpSection({ results, contenders: chosen, workloads, plan })
  for (const { title } of [...chosen, ...workloads]) expect(report.join('\n')).toContain(title)
  expect(report.join('\n')).not.toMatch(/NaN|Infinity|undefined/)
}, 60_000)

it('core alone is measured beside JSON', async () => {
  const results = await runCore({ rounds: 2, slice: 1 }, new Progress())
  const json = results.filter(({ id }) => id === 'json')
  expect(json.map(({ timesJson }) => timesJson.median)).toEqual([1, 1])
  expect(coreSection(results).join('\n')).not.toMatch(/NaN|Infinity|undefined/)
}, 30_000)
