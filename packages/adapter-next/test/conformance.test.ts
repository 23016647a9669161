import { describeNext } from './conformance.ts'
import { today } from './fixture/variants.ts'

await describeNext(today)
