import { rmSync } from 'node:fs'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { generatedStyles } from './src/ui/build/generated-styles.ts'
import { strictPolicy } from './src/ui/build/strict-policy.ts'

const root = import.meta.dirname

/** The stamp that says "built" goes before a build begins, so that an interrupted build is never taken for one. */
const unstamp: Plugin = {
  name: 'unstamp',
  apply: 'build',
  buildStart: () => rmSync(join(root, 'dist/.sources'), { force: true }),
}

/** The staff desk: `dist/staff`, its page served at /desk and below, its files at /desk/assets. */
export default defineConfig({
  root: join(root, 'src/apps/staff'),
  base: '/desk/',
  plugins: [react(), generatedStyles(), strictPolicy(), unstamp],
  build: {
    outDir: join(root, 'dist/staff'),
    emptyOutDir: true,
    target: 'chrome109',
    // A module preload polyfill would be an inline script.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
})
