/** @type {import('next').NextConfig} */
export default {
  // Left to the server in front, as tests read headers and bytes as they are.
  compress: false,
  output: process.env.FIXTURE_OUTPUT === 'standalone' ? 'standalone' : undefined,
  // Judged with everything else, by `npm run typecheck`.
  typescript: { ignoreBuildErrors: true },
  ...(process.env.FIXTURE_MAJOR === '15' && { eslint: { ignoreDuringBuilds: true } }),
  outputFileTracingRoot: process.env.FIXTURE_ROOT,
  turbopack: { root: process.env.FIXTURE_ROOT },
  serverExternalPackages: ['redis'],
  experimental: { authInterrupts: true, useCache: true },
  headers: async () => [
    // What an app must not do: the adapter has to override it.
    {
      source: '/public/:path*',
      headers: [{ key: 'Cache-Control', value: 'public, s-maxage=600' }],
    },
  ],
}
