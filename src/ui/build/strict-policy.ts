import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const adoptedStyles = fileURLToPath(import.meta.resolve('#ui/adopted-styles.ts'))

/** One thing to say otherwise in a file of a library; what it says now must be there. */
type Mend = { file: RegExp; says: string; instead: string }

const mends: Mend[] = [
  {
    // zod tries whether it may compile its checks from text; told not to before the first check is made.
    file: /\/zod\/v4\/core\/core\.js$/,
    says: 'export const globalConfig = globalThis.__zod_globalConfig;',
    instead: 'export const globalConfig = globalThis.__zod_globalConfig;\nglobalConfig.jitless = true;',
  },
  {
    // The copy of a text field that is measured to find the field's height.
    file: /\/@rc-component\/input\/es\/calculateNodeHeight\.js$/,
    says: "hiddenTextarea.setAttribute('style', ",
    instead: 'hiddenTextarea.style.cssText = (',
  },
]

/**
 * Libraries that do what a strict content security policy refuses, and reports: compile code from text, write style
 * tags and style attributes. All of them have another way, taken here while building. The build fails when one of
 * them is no longer found where it is looked for.
 */
export function strictPolicy(): Plugin {
  const waited = new Set<Mend | 'styles'>([...mends, 'styles'])
  return {
    name: 'strict-policy',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      if (!/(^|\/)dynamicCSS(\.js)?$/.test(source)) return undefined
      waited.delete('styles')
      return adoptedStyles
    },
    transform(code, id) {
      const mend = mends.find(({ file, says }) => file.test(id) && code.includes(says))
      if (!mend) return undefined
      waited.delete(mend)
      return { code: code.replace(mend.says, () => mend.instead), map: null }
    },
    generateBundle() {
      for (const mend of waited)
        this.error(`strict-policy: ${mend === 'styles' ? 'dynamicCSS' : mend.file} is not as it was`)
    },
  }
}
