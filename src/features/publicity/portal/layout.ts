import { html } from 'ghtml'
import { address, type Look } from './look.ts'
import { paths } from './paths.ts'
import { styleVersion } from './style.ts'

/** What every page of the portal is told of where it is and who reads. */
export type Frame = {
  /** Null where no county answers or the database cannot be asked. */
  county: { name: string; isDemo: boolean } | null
  look: Look
  /** Choices that only the address holds; every link hands them on. */
  carried: Record<string, string>
  /** Path and own parameters of this page, for the links that change the look. */
  here: { path: string; query: Record<string, string> }
  /** The desk stands beside the portal: its sign-in can be linked. */
  hasDesk: boolean
}

export type Page = {
  title: string
  main: string
  current?: keyof typeof paths
  /** A file of ours; the page has to do without. */
  script?: string
  /**
   * For a page that its address alone does not bring back: the form that does, and where it goes; `null`: nothing does,
   * and its look cannot be changed.
   */
  again?: { form: string; action: string } | null
  /** Shown within another site: neither head nor foot of ours. */
  isBare?: true
  /** Where the links that change the look lead, when it is not where this page was asked for. */
  here?: Frame['here']
}

const ways = [
  ['home', '首页'],
  ['published', '看公示'],
  ['monthly', '每月公布'],
  ['progress', '查进度'],
  ['appeal', '我要反映'],
] as const

/** A link within the portal, with what the reader has chosen. */
export const linkTo = (frame: Frame, path: string, query: Record<string, string | undefined> = {}): string =>
  address(path, query, frame.carried)

/** One whole page. Complete without JavaScript; the other file is the style sheet. */
export function render(frame: Frame, page: Page): string {
  if (page.isBare) return renderBare(frame, page)
  const { title, main, current, script } = page
  const { county, look } = frame
  const site = `${county?.name ?? ''}闭环平台`
  const link = (path: string) => linkTo(frame, path)
  return html`<!DOCTYPE html>
<html lang="${look.script === 'hant' ? 'zh-Hant' : 'zh-CN'}"!${look.large ? ' class="large"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${site}：整改公示、进度查询、群众反映。">
<title>${title === site ? site : `${title} - ${site}`}</title>
<link rel="icon" href="data:,">
<link rel="alternate" type="application/rss+xml" title="${site}公示" href="${paths.feed}">
<link rel="stylesheet" href="${paths.style}?v=${styleVersion}">!${script ? html`<script src="${script}" defer></script>` : ''}
</head>
<body>
<a class="skip" href="#main">跳到正文</a>
<header class="top"><p class="banner" role="note">本系统为非涉密系统，严禁处理、存储、传输国家秘密</p>
<div class="frame">
<a class="brand" href="${link(paths.home)}">${site}</a>
!${looks(frame, page)}
<nav aria-label="主要栏目"><ul class="ways">!${ways
    .map(
      ([name, word]) =>
        html`<li><a href="${link(paths[name])}"!${current === name ? ' aria-current="page"' : ''}>${word}</a></li>`,
    )
    .join('')}</ul></nav>
</div></header>
<main id="main" class="frame">
!${main}
</main>
<footer class="foot"><div class="frame">
!${county?.isDemo ? '<p>这是演示县：地名、单位和人名都是虚构的。</p>' : ''}
<p><a href="${link(paths.about)}">关于本站</a><a href="${link(paths.data)}">数据下载和订阅</a>!${frame.hasDesk ? '<a href="/desk">工作人员登录</a>' : ''}</p>
</div></footer>
</body>
</html>
`
}

/** Larger type and the other script: links, or buttons of the form that brings the page back. */
function looks({ look, carried, ...frame }: Frame, { again, here = frame.here }: Page): string {
  if (again === null) return ''
  const isHant = look.script === 'hant'
  const choices = [
    [{ type: look.large ? 'normal' : 'large' }, '', look.large ? '标准字' : '大字'],
    [{ script: isHant ? 'hans' : 'hant' }, isHant ? 'zh-CN' : 'zh-Hant', isHant ? SIMPLIFIED : '繁體'],
  ] as const
  return html`<div class="looks" role="group" aria-label="显示方式">!${choices
    .map(([chosen, language, word]) => {
      const lang = language ? html` lang="${language}"` : ''
      return again
        ? html`<button type="submit" form="${again.form}" formaction="${address(again.action, carried, chosen)}"!${lang}>${word}</button>`
        : html`<a href="${address(here.path, here.query, carried, chosen)}" rel="nofollow"!${lang}>${word}</a>`
    })
    .join('\n')}</div>`
}

function renderBare({ look }: Frame, { title, main }: Page): string {
  return html`<!DOCTYPE html>
<html lang="${look.script === 'hant' ? 'zh-Hant' : 'zh-CN'}"!${look.large ? ' class="large"' : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${paths.style}?v=${styleVersion}">
</head>
<body class="bare">
<main>
!${main}
</main>
</body>
</html>
`
}

/** Stands for 简体, which the change of script would turn into 簡體. */
export const SIMPLIFIED = '\u0000hans\u0000'

export const withSimplifiedWord = (page: string): string => page.replace(SIMPLIFIED, '简体')
