import { securityHeaders } from 'demo-parts/security-headers'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // `npm run typecheck` looks at the types.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  devIndicators: false,
  agentRules: false,
  // For what the proxy does not see. It lets the scripts of a page run.
  headers: async () => [
    {
      source: '/:path*',
      headers: Object.entries(securityHeaders()).map(([key, value]) => ({ key, value })),
    },
  ],
}

export default config
