// Bundled into one script for an edge runtime, where the tests call what it exports.
export { openVector, sealVector } from '../vector.ts'
