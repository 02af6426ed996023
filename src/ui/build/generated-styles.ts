import { join } from 'node:path'
import type { Plugin } from 'vite'
import { cssVariables, font, radius, type Scheme } from '../tokens.ts'
import { antdCss } from './antd-styles.ts'

const block = (selector: string, variables: Record<string, string>) =>
  `${selector}{${Object.entries(variables)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')}}`

const scheme = (name: Scheme) => `:root[data-scheme=${name}]`

/** The tokens as a style sheet. */
export const tokensCss = (): string =>
  [
    block(':root', {
      '--font': font.family,
      '--mono': font.mono,
      '--radius': `${radius}px`,
      ...cssVariables('light'),
    }),
    block(scheme('dark'), { ...cssVariables('dark'), 'color-scheme': 'dark' }),
    // Paper is white, whatever the screen is.
    `@media print{${block(scheme('dark'), { ...cssVariables('light'), 'color-scheme': 'light' })}}`,
  ].join('\n')

const modules: Record<string, () => string> = {
  'virtual:tokens.css': tokensCss,
  'virtual:antd.css': () => antdCss(join(import.meta.dirname, '../..')),
}

/** Style sheets made while building, so that the page needs no style tag and a strict CSP holds. */
export function generatedStyles(): Plugin {
  return {
    name: 'generated-styles',
    resolveId: (id) => (id in modules ? `\0${id}` : undefined),
    load: (id) => modules[id.slice(1)]?.(),
  }
}
