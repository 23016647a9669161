// The load generator, in a process of its own.
import { setPriority } from 'node:os'
import { answerParent } from '../process/answer-parent.ts'
import { clientCore, storeCore } from '../process/cores.ts'
import { type LoadJob, type LoadResult, runLoad } from './load.ts'

// It never sleeps: a store's server that shares its core goes first.
if (storeCore === clientCore) setPriority(10)

answerParent<LoadJob, LoadResult>(runLoad)
