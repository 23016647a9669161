import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { Message } from '../cards/message.tsx'

export default async function NotFound(): Promise<ReactNode> {
  // Made for each request, with the nonce of its scripts.
  await connection()
  return <Message>There is no such thing here.</Message>
}
