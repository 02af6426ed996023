import { existsSync } from 'node:fs'

const usual = [
  // Without a window's frame, whose own pages take several times what a small page of ours does.
  '/usr/bin/chromium-headless-shell',
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
