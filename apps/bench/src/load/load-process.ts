// The load generator, in a process of its own.
import { answerParent } from '../process/answer-parent.ts'
import { type LoadJob, type LoadResult, runLoad } from './load.ts'

answerParent<LoadJob, LoadResult>(runLoad)
