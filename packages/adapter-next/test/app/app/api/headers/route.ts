import { headers } from 'next/headers'

export async function GET(): Promise<Response> {
  return Response.json(Object.fromEntries(await headers()))
}
