import { counts } from '../../../test-support/counts.ts'

export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json(Object.fromEntries(counts))
}
