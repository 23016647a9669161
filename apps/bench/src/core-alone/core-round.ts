import { sampleData } from '../sample-data.ts'
import { casesOf } from './cases.ts'
import { measure } from './measure.ts'
import { type CaseId, sizes, titles } from './titles.ts'

/** One case in one round. */
export interface CoreFigure {
  readonly id: CaseId
  readonly bytes: number
  readonly microseconds: number
}

const prepared = sizes.map((bytes) => ({ bytes, cases: casesOf(sampleData(bytes)) }))
const ids = Object.keys(titles).filter((id): id is CaseId => Object.hasOwn(titles, id))

/** Every case once, `slice` milliseconds each. */
export async function measureRound(slice: number): Promise<CoreFigure[]> {
  const figures: CoreFigure[] = []
  for (const { bytes, cases } of prepared) {
    const works = await cases
    for (const id of ids) {
      figures.push({ id, bytes, microseconds: await measure(works[id], slice) })
    }
  }
  return figures
}
