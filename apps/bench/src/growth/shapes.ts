import { casesOf } from '../core-alone/cases.ts'
import { measure } from '../core-alone/measure.ts'
import { type SampleData, sampleData } from '../sample-data.ts'

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

/** Every size, and every number of keys. */
export async function measureShapes(
  slice: number,
): Promise<{ bySize: ShapeFigure[]; byKeys: ShapeFigure[] }> {
  const bySize = []
  for (const at of bytes) bySize.push({ at, ...(await costs(sampleData(at), slice)) })
  const byKeys = []
  for (const at of keys) byKeys.push({ at, ...(await costs(withKeys(at), slice)) })
  return { bySize, byKeys }
}

async function costs(data: SampleData, slice: number): Promise<Omit<ShapeFigure, 'at'>> {
  const { json, read, write } = await casesOf(data)
  return {
    json: await measure(json, slice),
    read: await measure(read, slice),
    write: await measure(write, slice),
  }
}

/** A small session with further keys, so that it has so many. */
function withKeys(count: number): SampleData {
  const data = sampleData(200)
  const more = Array.from({ length: count - Object.keys(data).length }, (_, i) => [`key-${i}`, i])
  return { ...data, ...Object.fromEntries(more) }
}
