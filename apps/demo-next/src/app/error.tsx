'use client'
import type { ReactNode } from 'react'
import { Message } from '../cards/message.tsx'

/** What an error became: its own message is for the log. A save that failed is one of them. */
export default function ErrorPage(): ReactNode {
  return (
    <Message>
      This click was not kept. Your session may have changed or ended elsewhere meanwhile. Have a
      look, and try again.
    </Message>
  )
}
