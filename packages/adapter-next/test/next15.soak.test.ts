import { describeNext } from './conformance.ts'
import { before } from './fixture/variants.ts'

await describeNext(before, {
  'R127: {"next-router-prefetch":"1"} keeps nothing alive':
    'Next 15 takes its own header off before a route handler runs',
})
