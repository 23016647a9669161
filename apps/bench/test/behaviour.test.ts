import { expect, it } from 'vitest'
import { observe } from '../src/behaviour/behaviour.ts'
import { behaviourSection, behaviourTargets } from '../src/behaviour/behaviour-section.ts'
import { contenders } from '../src/contenders/contenders.ts'
import { withContenders } from '../src/http/running.ts'
import { Progress } from '../src/progress.ts'

it('what a layer does is counted at its store, and seen after races', async () => {
  const chosen = contenders.filter(({ id }) =>
    ['koa-floor-redis', 'koa-sojourn-redis', 'koa-session-redis', 'express-session-redis'].includes(
      id,
    ),
  )
  const found = await withContenders(chosen, (running) => observe(running, new Progress()))
  const [floor, peer, ours, express] = found.map(({ costs, ...rest }) => ({
    ...rest,
    commands: Object.fromEntries(costs.map(({ step, commands }) => [step, commands])),
    bytes: costs.map(({ bytes }) => bytes),
  }))

  expect(floor).toMatchObject({ confirmed: 50, lost: 49, revived: 10 })
  expect(floor?.commands).toEqual({
    untouched: {},
    read: { get: 1 },
    count: { get: 1, setex: 1 },
    'sign-in': { setex: 1 },
    'sign-out': { get: 1, del: 1 },
  })
  expect(peer).toMatchObject({ lost: 49, revived: 10, commands: { untouched: { get: 1 } } })
  expect(ours).toMatchObject({ lost: 0, revived: 0, commands: { untouched: {}, read: { get: 1 } } })
  // Express-session reports the failed write to its log, after the answer.
  expect(express?.outage).toEqual({ read: 500, signedIn: true, write: 200 })
  expect(peer?.outage).toEqual({ read: 500, signedIn: true, write: 500 })
  expect(ours?.outage).toEqual({ read: 503, signedIn: true, write: 503 })

  // Nothing is sent for what costs no command, and everything else is.
  expect(floor?.bytes.map((bytes) => bytes > 0)).toEqual([false, true, true, true, true])

  expect(behaviourTargets(found).map(({ holds }) => holds)).toEqual([true, true, true])
  expect(behaviourSection(found).join('\n')).toMatch(/floor, Redis +\| – +\| GET +\| GET, SETEX/)
}, 60_000)
