// Core alone, in a process of its own.
import { answerParent } from '../process/answer-parent.ts'
import { type CoreFigure, measureRound } from './core-round.ts'

/** Asks for one round: milliseconds for each case. */
answerParent<number, CoreFigure[]>(measureRound)
