// Sessions of all shapes, in a process of its own.
import { answerParent } from '../process/answer-parent.ts'
import { measureShapes, type ShapeFigure } from './shapes.ts'

/** Asks for all of them: milliseconds for each. */
answerParent<number, { bySize: ShapeFigure[]; byKeys: ShapeFigure[] }>(async (slice) => {
  // The code gets hot.
  await measureShapes(Math.min(slice, 20))
  return measureShapes(slice)
})
