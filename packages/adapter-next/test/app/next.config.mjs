import { fileURLToPath } from 'node:url'

const workspace = fileURLToPath(new URL('../../../..', import.meta.url))
const source = (name) => `../../../${name}/src/index.ts`
const alias = {
  '@sojourn/core': source('core'),
  '@sojourn/adapter-next': source('adapter-next'),
  '@sojourn/backend-memory': source('backend-memory'),
}

/** @type {import('next').NextConfig} */
export default {
  transpilePackages: ['@sojourn/core', '@sojourn/adapter-next', '@sojourn/backend-memory'],
  turbopack: { root: workspace, resolveAlias: alias },
  webpack: (config) => {
    config.resolve.conditionNames = ['@sojourn/source', '...']
    return config
  },
  typescript: { ignoreBuildErrors: true },
  experimental: { authInterrupts: true },
}
