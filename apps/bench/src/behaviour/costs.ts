import { Browser } from '../browser.ts'
import type { Running } from '../http/running.ts'

/** What one request of a kind costs at the store's server, on average. */
export interface Cost {
  readonly step: Step
  /** How often each command, or kind of statement, was executed. */
  readonly commands: Readonly<Record<string, number>>
  /** Bytes to and from the store. */
  readonly bytes: number
}

/** What is asked for. */
export type Step = 'untouched' | 'read' | 'count' | 'sign-in' | 'sign-out'

const steps: readonly Step[] = ['untouched', 'read', 'count', 'sign-in', 'sign-out']

/** Requests of each kind: what happens now and then beside them hardly counts. */
const times = 40

/** Counts at the store's server what each kind of request costs. Nothing else may be asked meanwhile. */
export async function countCosts({ port, server, store }: Running): Promise<readonly Cost[]> {
  if (store === undefined) return []
  const visitors = Array.from({ length: times }, () => new Browser(port))
  for (const visitor of visitors) await visitor.expect('/fill?ada&300')
  const costs: Cost[] = []
  for (const step of steps) {
    const asking = step === 'sign-in' ? visitors.map(() => new Browser(port)) : visitors
    await store.take()
    const before = await server.ask({})
    for (const visitor of asking) await visitor.expect(`/${step}`)
    const after = await server.ask({})
    costs.push({
      step,
      commands: perRequest(await store.take()),
      bytes: (after.storeBytes - before.storeBytes) / times,
    })
  }
  return costs
}

function perRequest(counts: Readonly<Record<string, number>>): Record<string, number> {
  const means = Object.entries(counts).map(([name, count]): [string, number] => [
    name,
    count / times,
  ])
  return Object.fromEntries(means)
}
