import { advance } from '../../../test-support/clock.ts'

export async function POST(request: Request): Promise<Response> {
  advance(Number(await request.text()))
  return new Response('moved')
}
