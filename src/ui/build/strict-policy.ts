import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const adoptedStyles = fileURLToPath(import.meta.resolve('#ui/adopted-styles.ts'))

/**
 * Two libraries do what a strict content security policy refuses, and reports on every page: zod tries to compile its
 * checks from text, and Ant Design's parts write style tags. Both have another way, taken here, before any of their
 * code runs. The build fails when they are no longer found where they are looked for.
 */
export function strictPolicy(): Plugin {
  const met = { zod: false, styles: false }
  return {
    name: 'strict-policy',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      if (!/(^|\/)dynamicCSS(\.js)?$/.test(source)) return undefined
      met.styles = true
      return adoptedStyles
    },
    transform(code, id) {
      if (!/\/zod\/v4\/core\/core\.js$/.test(id)) return undefined
      met.zod = code.includes('export const globalConfig =')
      return { code: `${code}\nglobalConfig.jitless = true\n`, map: null }
    },
    generateBundle() {
      for (const [library, found] of Object.entries(met))
        if (!found) this.error(`strict-policy: ${library} is not where it was`)
    },
  }
}
