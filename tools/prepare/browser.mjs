import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findChromium } from './chromium.mjs'

/** What is missing and cannot be had is replaced by the next: older systems have no headless shell of its own. */
const browsers = ['chromium-headless-shell', 'chromium']
const font = 'fonts-noto-cjk'

/**
 * Finds a Chromium and a Chinese font for the tests in the browser. Root on Debian gets what is missing installed;
 * everybody else is told in one line. Tests without a browser still run, so nothing fails here.
 */
export function provideBrowser() {
  const fonts = hasChineseFont() ? [] : [font]
  const choices = findChromium() === undefined ? browsers.map((each) => [each, ...fonts]) : [fonts]
  const [missing] = choices
  if (missing.length === 0) return
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(
      `正在安装 ${missing.join(' ')}…… Installing ${missing.join(' ')} (for the tests in the browser) …`,
    )
    const install = (names) => aptGet('install', '-y', '--no-install-recommends', ...names)
    if (aptGet('update') && choices.some(install)) return
  }
  console.log(
    `浏览器测试需要：apt-get install ${missing.join(' ')}（或用 BIHUAN_CHROMIUM 指定浏览器路径）。Tests in the browser need these; BIHUAN_CHROMIUM may name a Chromium elsewhere.`,
  )
}

function aptGet(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const done = spawnSync('apt-get', ['-qq', ...args], { env, encoding: 'utf8' })
  if (done.status !== 0) console.error(done.stderr.trim())
  return done.status === 0
}

/** Where no font list can be asked for (macOS) the system has Chinese fonts. */
function hasChineseFont() {
  if (process.platform !== 'linux') return true
  const listed = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return listed.status === 0 && listed.stdout.trim() !== ''
}
