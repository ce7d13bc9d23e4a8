import type { NextConfig } from 'next'

/** The dashboard is a folder of static files, served by the same process and port as the API. */
const config: NextConfig = {
  output: 'export',
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm test` checks types; a user's build need not, and what `next dev` leaves in .next would fail it.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    optimizePackageImports: ['@mantine/core', '@mantine/hooks', '@tabler/icons-react'],
  },
}

export default config
