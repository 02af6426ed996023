/**
 * Makes a checkout ready before `npm start`, `npm test`, `npm run check` and `npm run bench`. Runs on the host's
 * Node (18 or newer) with no dependency, and does nothing in well under a second when nothing changed.
 *   --build    also builds the browser part
 *   --browser  also looks for a Chromium to test with
 */
import { provideBrowser } from './prepare/browser.mjs'
import { buildBrowserPart } from './prepare/build.mjs'
import { installPackages } from './prepare/install.mjs'

const wanted = new Set(process.argv.slice(2))

try {
  if (Number(process.versions.node.split('.')[0]) < 18)
    throw new Error(
      `需要 Node.js 20 或更新版本（当前 ${process.version}）。Node.js 20 or newer is needed (this is ${process.version}).`,
    )
  await installPackages()
  if (wanted.has('--build')) buildBrowserPart()
  if (wanted.has('--browser')) provideBrowser()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
