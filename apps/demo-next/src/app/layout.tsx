import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import 'demo-parts/styles/colors.css'
import 'demo-parts/styles/base.css'
import 'demo-parts/styles/buttons.css'
import 'demo-parts/styles/welcome.css'
import 'demo-parts/styles/cards.css'
import 'demo-parts/styles/devices.css'

export const metadata: Metadata = { title: 'Sojourn with Next.js', icons: 'data:,' }

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function Layout({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <html lang="en">
      <body>{children}</body>
    </html>
  )
}
