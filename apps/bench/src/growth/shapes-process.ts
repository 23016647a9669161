// Sessions of all shapes, in a process of its own.
import type { GrowthPlan } from '../plan.ts'
import { answerParent } from '../process/answer-parent.ts'
import { measureShapes, type ShapeFigures } from './shapes.ts'

answerParent<GrowthPlan & object, ShapeFigures>(({ rounds, slice }) =>
  measureShapes(rounds, slice / 2),
)
