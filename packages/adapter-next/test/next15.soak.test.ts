import { describeNext } from './conformance.ts'
import { before } from './fixture/variants.ts'

await describeNext(before)
