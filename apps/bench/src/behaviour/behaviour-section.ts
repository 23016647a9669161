import { labelOf } from '../contenders/contender.ts'
import type { Target } from '../part.ts'
import { whole } from '../report/figures.ts'
import { counted } from '../report/judge.ts'
import { table } from '../report/table.ts'
import type { Behaviour } from './behaviour.ts'
import type { Cost } from './costs.ts'
import type { Outage } from './outages.ts'
import { signOuts, updates } from './races.ts'

/** What was found, as lines of Markdown. */
export function behaviourSection(found: readonly Behaviour[]): string[] {
  const atServers = found.filter(({ costs }) => costs.length > 0)
  const [first] = atServers
  const steps = first?.costs.map(({ step }) => step) ?? []
  const costTable = (cell: (cost: Cost) => string): string[] =>
    table(
      ['', ...steps],
      atServers.map(({ contender, costs }) => [contender.title, ...costs.map(cell)]),
    )
  return [
    '## What they do, whatever the speed',
    '',
    `**Updates lost**: ${updates} parallel requests read one session, and then each sets a key of its own; of those that were answered with 200, how many keys are missing afterwards. **Revived**: of ${signOuts} slow requests that read the session before a sign-out and write after it, after how many the visitor, or his old cookie, is signed in again. Where the cookie holds the session, what counts is what the browser ends up with. **Store refuses**: the status of a request that reads the session while Redis answers every read with an error, and whether the visitor is signed in once it reads again; of one that changes the session while Redis refuses to write. A 200 there says that the change was saved, which it was not.`,
    '',
    ...table(
      ['', 'on', 'answered 200', 'updates lost', 'revived', 'store refuses to read', 'to write'],
      found.map(({ contender, confirmed, lost, revived, outage }) => [
        contender.title,
        contender.framework,
        `${confirmed} of ${updates}`,
        String(lost),
        `${revived} of ${signOuts}`,
        ...(outage ? outageCells(outage) : ['–', '–']),
      ]),
    ),
    '',
    '### Commands at the store’s server for one request',
    '',
    'Redis: `INFO commandstats`, commands inside of scripts included. PostgreSQL: `pg_stat_statements`. Every request has the cookie of a session, but sign-in.',
    '',
    ...costTable(({ commands }) => namesOf(commands)),
    '',
    '### Bytes between server and store for one request',
    '',
    ...costTable(({ bytes }) => whole(bytes)),
    '',
  ]
}

/** What was to hold. */
export function behaviourTargets(found: readonly Behaviour[]): Target[] {
  const ours = found.filter(({ contender }) => contender.layer === 'sojourn')
  return ours.flatMap(({ contender, costs, lost, revived }) => {
    const who = labelOf(contender)
    const untouched = costs.find(({ step }) => step === 'untouched')
    return [
      ...(contender.store === 'cookie'
        ? []
        : [
            counted(`${who}: updates lost`, lost, 0),
            counted(`${who}: sessions revived by a slow write`, revived, 0),
          ]),
      ...(untouched
        ? [
            counted(
              `${who}: commands for an untouched request`,
              Number(sum(untouched).toFixed(1)),
              0,
            ),
          ]
        : []),
    ]
  })
}

function outageCells({ read, signedIn, write }: Outage): string[] {
  return [`${read}, then ${signedIn ? 'signed in' : 'signed out'}`, String(write)]
}

function sum({ commands }: Cost): number {
  return Object.values(commands).reduce((total, count) => total + count, 0)
}

/** `GET SETEX`, or with how often it was on average where that is not once. */
function namesOf(commands: Readonly<Record<string, number>>): string {
  const names = Object.entries(commands).map(([name, count]) => {
    const times = Number(count.toFixed(2))
    return times === 1 ? name.toUpperCase() : `${times}× ${name.toUpperCase()}`
  })
  return names.length === 0 ? '–' : names.join(', ')
}
