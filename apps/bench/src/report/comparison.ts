import type { Behaviour } from '../behaviour/behaviour.ts'
import { signOuts, updates } from '../behaviour/races.ts'
import type { Contender } from '../contenders/contender.ts'
import { bareOf } from '../contenders/contenders.ts'
import type { HttpResults } from '../http/results.ts'
import { table } from './table.ts'

/** Where a session is kept at a server, or at the client: what is compared with each other. */
const places = {
  redis: 'Redis',
  postgres: 'PostgreSQL',
  cookie: 'the cookie itself',
} as const

/** Marks the comparison in a page, so that it can be put into another. */
const comparisonMarks = ['<!-- comparison -->', '<!-- end of comparison -->'] as const

/** The comparison that stands in a page, marks included; nothing where there is none. */
export function comparisonIn(page: string): string | undefined {
  const [from, to] = comparisonMarks.map((mark) => page.indexOf(mark))
  if (from === undefined || to === undefined || from < 0 || to < from) return undefined
  return page.slice(from, to + comparisonMarks[1].length)
}

/** Sojourn beside its peers on one screen, as lines of Markdown: nothing in it is put down by hand. */
export function comparison(results: HttpResults, found: readonly Behaviour[]): string[] {
  const rows = Object.entries(places).flatMap(([store, place]) =>
    found
      .filter(({ contender }) => contender.store === store && isCompared(contender))
      .sort((a, b) => rank(a.contender) - rank(b.contender))
      .map((behaviour) => rowOf(place, behaviour, results)),
  )
  return [
    comparisonMarks[0],
    '',
    ...table(
      [
        'kept in',
        '',
        `parallel updates lost, of ${updates}`,
        `signed out, yet alive, of ${signOuts}`,
        'store fails to read',
        'to write',
        'commands, session not touched',
        'read: share of the bare framework',
        'read-modify-write',
      ],
      rows,
    ),
    '',
    comparisonMarks[1],
    '',
  ]
}

/** Nest's figures stand in the tables of Nest, beside Nest. */
function isCompared({ framework, id }: Contender): boolean {
  return !framework.startsWith('nest') && !id.endsWith('-cached')
}

function rank({ layer }: Contender): number {
  return ['sojourn', 'peer', 'floor', 'bare'].indexOf(layer)
}

function rowOf(
  place: string,
  { contender, lost, revived, outage, costs }: Behaviour,
  results: HttpResults,
): string[] {
  const name = contender.layer === 'sojourn' ? `**${contender.title}**` : contender.title
  const untouched = costs.find(({ step }) => step === 'untouched')
  const commands = Object.keys(untouched?.commands ?? {}).map((each) => each.toUpperCase())
  const share = (workload: string): string =>
    results.share(contender.id, bareOf(contender).id, workload).median.toFixed(2)
  return [
    place,
    name,
    String(lost),
    String(revived),
    outage ? `${outage.read}` : '',
    outage ? `${outage.write}${outage.write === 200 ? ', not saved' : ''}` : '',
    untouched ? commands.join(' ') || 'none' : '',
    `${share('read')} of ${contender.framework}`,
    share('write'),
  ]
}
