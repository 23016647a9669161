import { casesOf } from '../core-alone/cases.ts'
import { measure } from '../core-alone/measure.ts'
import { type SampleData, sampleData } from '../sample-data.ts'
import { median } from '../statistics.ts'

/** Microseconds for one session of a shape, without a store. */
export interface ShapeFigure {
  /** Bytes, or keys. */
  readonly at: number
  readonly json: number
  readonly read: number
  readonly write: number
}

/** Bytes of a session's JSON text, about. */
const bytes = [200, 500, 1000, 4000, 16_000] as const

/** Keys of a session. */
const keys = [6, 30, 100, 300, 1000] as const

/** The curves: by size, and by the number of keys. */
export interface ShapeFigures {
  readonly bySize: readonly ShapeFigure[]
  readonly byKeys: readonly ShapeFigure[]
}

/** Every size, and every number of keys, which take turns in every round. */
export async function measureShapes(rounds: number, slice: number): Promise<ShapeFigures> {
  const sizes = bytes.map((at) => ({ at, cases: casesOf(sampleData(at)) }))
  const counts = keys.map((at) => ({ at, cases: casesOf(withKeys(at)) }))
  return {
    bySize: await figures(sizes, rounds, slice),
    byKeys: await figures(counts, rounds, slice),
  }
}

interface Shape {
  readonly at: number
  readonly cases: ReturnType<typeof casesOf>
}

async function figures(
  shapes: readonly Shape[],
  rounds: number,
  slice: number,
): Promise<ShapeFigure[]> {
  const found = shapes.map(({ at }): Rounds => ({ at, json: [], read: [], write: [] }))
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { cases }] of shapes.entries()) {
      const works = await cases
      for (const verb of verbs) {
        const figure = await measure(works[verb], slice, 20)
        // In round 0 the code gets hot.
        if (round > 0) found[i]?.[verb].push(figure)
      }
    }
  }
  return found.map(({ at, json, read, write }) => ({
    at,
    json: median(json),
    read: median(read),
    write: median(write),
  }))
}

const verbs = ['json', 'read', 'write'] as const

/** A figure of each round. */
interface Rounds extends Record<(typeof verbs)[number], number[]> {
  readonly at: number
}

/** A small session with further keys, so that it has so many. */
function withKeys(count: number): SampleData {
  const data = sampleData(200)
  const more = Array.from({ length: count - Object.keys(data).length }, (_, i) => [`key-${i}`, i])
  return { ...data, ...Object.fromEntries(more) }
}
