import { writeAllExamples } from '../src/examples/pages.ts'

/** The tests import the examples of the pages as they are now. */
export function setup(): void {
  writeAllExamples()
}
