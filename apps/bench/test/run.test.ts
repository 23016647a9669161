import { expect, it } from 'vitest'
import { contenders } from '../src/contenders/contenders.ts'
import { runCore } from '../src/core-alone/run-core.ts'
import { httpSteps, runHttp } from '../src/http/run-http.ts'
import { workloads } from '../src/load/workloads.ts'
import { describeRun } from '../src/machine.ts'
import { Progress } from '../src/progress.ts'
import { coreSection } from '../src/report/core-section.ts'
import { httpSection } from '../src/report/http-section.ts'

const everything = {
  plan: { connections: 4, rounds: 2, warmUp: 10, settle: 10, slice: 50 },
  contenders,
  workloads,
}

it('every contender answers every workload rightly, in processes of their own', async () => {
  const progress = new Progress(httpSteps(everything))
  const results = await runHttp({ ...everything, progress })
  expect(results.slices).toHaveLength(2 * contenders.length * workloads.length)
  for (const slice of results.slices) {
    expect(slice.perSecond, `${slice.contender}, ${slice.workload}`).toBeGreaterThan(0)
    expect(slice.p99).toBeGreaterThan(0)
  }
  const report = httpSection({ ...everything, results, connections: 4, rounds: 2 }).join('\n')
  for (const { title } of [...contenders, ...workloads]) expect(report).toContain(title)
  expect(report).not.toMatch(/NaN|Infinity|undefined/)
}, 60_000)

it('core alone is measured beside JSON', async () => {
  const results = await runCore({ rounds: 2, slice: 1 }, new Progress(3))
  const json = results.filter(({ id }) => id === 'json')
  expect(json.map(({ timesJson }) => timesJson.median)).toEqual([1, 1])
  const report = [...describeRun(), ...coreSection(results)].join('\n')
  expect(report).not.toMatch(/NaN|Infinity|undefined/)
}, 30_000)
