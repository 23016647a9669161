// Seals and opens in every way, in a process of its own.
import { measure } from '../core-alone/measure.ts'
import { answerParent } from '../process/answer-parent.ts'
import { sampleData } from '../sample-data.ts'
import { sealingsOf } from './sealing.ts'
import { type SealingId, sizes, titles } from './titles.ts'

/** One way at one size in one round. Times are microseconds. */
export interface SealingFigure {
  readonly id: SealingId
  readonly bytes: number
  readonly seal: number
  readonly open: number
  /** Characters of the token. */
  readonly length: number
}

const ids = Object.keys(titles).filter((id): id is SealingId => Object.hasOwn(titles, id))
const prepared = await Promise.all(
  sizes.map(async (bytes) => ({ bytes, sealings: await sealingsOf(sampleData(bytes)) })),
)
const batch = 20

answerParent<number, SealingFigure[]>(async (slice) => {
  const figures: SealingFigure[] = []
  for (const { bytes, sealings } of prepared) {
    for (const id of ids) {
      const { seal, open, token } = sealings[id]
      figures.push({
        id,
        bytes,
        seal: await measure(seal, slice, batch),
        open: await measure(open, slice, batch),
        length: token.length,
      })
    }
  }
  return figures
})
