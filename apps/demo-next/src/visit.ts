import type { Visit } from 'demo-parts/session'
import { headers } from 'next/headers'

/** Who asks. */
export async function visit(): Promise<Visit> {
  const from = await headers()
  return {
    framework: 'Next.js',
    userAgent: from.get('user-agent') ?? '',
    secure: from.get('x-forwarded-proto') === 'https',
  }
}
