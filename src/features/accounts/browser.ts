/** Kind of browser and system that a session was begun with, as people call them; kept instead of the whole string. */
export function browserOf(userAgent: string | undefined): string {
  const text = userAgent ?? ''
  const first = (names: readonly [string, RegExp][]) => names.find(([, sign]) => sign.test(text))?.[0]
  const found = [first(browsers), first(systems)].filter((name) => name !== undefined)
  return found.join(' · ') || '?'
}

/** In this order: most call themselves Chrome or Safari too. */
const browsers: readonly [string, RegExp][] = [
  ['微信', /MicroMessenger/],
  ['钉钉', /DingTalk/],
  ['QQ浏览器', /QQBrowser/],
  ['360浏览器', /360SE|360EE|QIHU/],
  ['红莲花', /RedLotus|RedFlag/i],
  ['Edge', /Edg(?:e|A|iOS)?\//],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrom(?:e|ium)|CriOS/],
  ['Safari', /Safari/],
]

const systems: readonly [string, RegExp][] = [
  ['统信UOS', /UOS|Uniontech/i],
  ['麒麟', /Kylin/i],
  ['鸿蒙', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone|iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux|X11/],
]
