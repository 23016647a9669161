import { backendsPart } from './backends/backends-part.ts'
import { corePart } from './core-alone/core-part.ts'
import { growthPart } from './growth/growth-part.ts'
import { httpPart } from './http/http-part.ts'
import { memoryPart } from './memory/memory-part.ts'
import type { Part } from './part.ts'
import { scalePart } from './scale/scale-part.ts'
import { sealingPart } from './sealing/sealing-part.ts'

/** Everything that is measured, in the order of the report. */
export const parts: readonly Part[] = [
  httpPart,
  corePart,
  backendsPart,
  memoryPart,
  sealingPart,
  growthPart,
  scalePart,
]
