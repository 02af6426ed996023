import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { type ListName, lists, PAGE_ROWS } from '../lists.ts'
import { dataPath, paths } from '../paths.ts'

/** What can be taken away: every list as a table, the feed, and a figure that other sites may show. */
export function dataPage(frame: Frame, site: string): Page {
  const embedded = `<iframe src="${site}${paths.embed}?kind=appeals" title="群众诉求月度数字" width="320" height="360"></iframe>`
  const rows = (Object.keys(lists) as ListName[]).filter((name) => name !== 'issue')
  return {
    title: '数据下载和订阅',
    main: html`<h1>数据下载和订阅</h1>
<p>这里的数据都是已经公示的内容，可以自由使用，请注明来源和日期。更正以后，数字随更正的一期更新。每张表一页最多${PAGE_ROWS}行，超过的在地址后面加 ?page=2 看第二页，地址里已经有 ? 的加 &amp;page=2；最后一页以后是空表。</p>
<h2>下载表格</h2>
<ul class="list">
!${rows
      .map(
        (name) => html`<li><strong>${lists[name].title}</strong>
<p class="meta">${lists[name].about}</p>
<p><a href="${dataPath(name, 'csv')}">${lists[name].title} CSV</a>　<a href="${dataPath(name, 'xlsx')}">${lists[name].title} Excel</a></p></li>`,
      )
      .join('\n')}
</ul>
<h2>订阅新公示</h2>
<p>用阅读器订阅 <a href="${paths.feed}">RSS</a>，有新公示、有更正时会看到。只订一种的，在地址后面加 ?kind=appeals（每月群众诉求）或者 ?kind=month（每月整改进展）。</p>
<h2>放到别的网站上</h2>
<p>政府网站、村务公开网可以把最近一个月的数字放进自己的网页。把下面一段放进网页就可以；kind=month 是整改进展，place= 后面写地方的编号（在“每月公布”选好地方后，地址里 place= 后面就是）。</p>
<textarea id="embed" rows="4" readonly aria-label="放进网页的一段" class="code-text">
${embedded}</textarea>
<p><a href="${linkTo(frame, paths.embed, { kind: 'appeals' })}">看样子</a></p>`,
  }
}
