import { existsSync } from 'node:fs'

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of a Chromium: what BIHUAN_CHROMIUM names, else where systems usually keep one. */
export function findChromium() {
  return [process.env.BIHUAN_CHROMIUM, ...usual].find((path) => path && existsSync(path))
}
