import type { Plugin } from 'vite'

/** Pages become Vue components, and have no Vue beside them: the one of this app is what they import. */
export function vueOfThisApp(): Plugin {
  return {
    name: 'vue-of-this-app',
    enforce: 'pre',
    async resolveId(id, importer, options) {
      if (!/^vue($|\/)/.test(id) || !importer?.includes('.md')) return undefined
      if (options.ssr) return { id, external: true }
      return this.resolve(id, import.meta.filename, { ...options, skipSelf: true })
    },
  }
}
