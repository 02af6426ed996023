import { html } from 'ghtml'
import { CHANGES_HEADING, type PublishedBody, postedPages } from '../../content.ts'
import { REASON_HEADING } from '../../corrections.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { dataPath, paths, picturesPath, publishedPath } from '../paths.ts'
import type { Comment, Picture, Publication } from '../store.ts'
import { dayOf, dayWords, kindWords, sizeWords } from '../words.ts'
import { commentForm } from './comment.ts'
import { placeOf } from './publication-list.ts'

export type PublicationParts = {
  publication: Publication
  pictures: readonly Picture[]
  comments: readonly Comment[]
}

/** One publication: what was found, who answers for what, each step with its day, what residents said. */
export function publicationPage(frame: Frame, { publication, pictures, comments }: PublicationParts): Page {
  const { slug, body, edition, sha256, publishedAt, replacedBy } = publication
  const { title, kind, number, organization, township } = body
  return {
    title,
    current: 'published',
    main: html`<p class="crumbs"><a href="${linkTo(frame, paths.published)}">公示</a> › ${kindWords[kind]}</p>
<h1>${title}</h1>
!${correctionNotes(frame, body, replacedBy)}
<dl class="facts">
<dt>公示编号</dt><dd>${number}!${edition > 1 ? html`（第${edition}版，更正了前一版）` : ''}</dd>
<dt>责任单位</dt><dd>${placeOf(organization, township)}</dd>
<dt>公示期</dt><dd>${dayWords(body.from)}至${dayWords(body.until)}</dd>
<dt>发布日期</dt><dd>${dayWords(dayOf(publishedAt))}</dd>
</dl>
!${postedPages(body)
      .map((page) => contentPage(page))
      .join('\n')}
!${pictureLink(frame, slug, pictures)}
!${tableLinks(frame, publication)}
<h2>群众意见和答复</h2>
!${comments.length > 0 ? comments.map(commentPart).join('\n') : '<p class="screen">还没有意见。</p>'}
!${commentForm(frame, slug)}
<p class="meta">内容校验码（SHA-256）：<br>${sha256}</p>
<p class="paper">!${pictures.length > 0 ? html`现场照片${pictures.length}张，见网上。` : ''}公示编号${number}，在本站“看公示”中可以查到，地址 ${publishedPath(slug)}</p>`,
  }
}

/** Both ways between an issue and its correction. */
function correctionNotes(frame: Frame, { corrects }: PublishedBody, replacedBy: string | null): string {
  const link = (slug: string) => html`<a href="${linkTo(frame, publishedPath(slug))}">${slug}</a>`
  return [
    ...(replacedBy === null
      ? []
      : [
          html`<p class="wrong">这一期有误，已由公示!${link(replacedBy)}更正。下面是原来的内容，留存备查。</p>`,
        ]),
    ...(corrects
      ? [
          html`<p class="note">这一期!${corrects.stands ? '更正' : '代替'}了公示!${link(corrects.slug)}，改了哪里见“${corrects.changes.length > 0 ? CHANGES_HEADING : REASON_HEADING}”。!${corrects.stands ? '' : '原来的一期已经撤下，原文不再显示。'}</p>`,
        ]
      : []),
  ].join('\n')
}

/** Its tables and figures, to take away. */
const tableLinks = (frame: Frame, { slug, body }: Publication): string =>
  body.pages.some(({ table }) => table)
    ? html`<p class="screen"><a href="${linkTo(frame, dataPath('issue', 'csv'), { slug })}">下载本期表格 CSV</a>　<a href="${linkTo(frame, dataPath('issue', 'xlsx'), { slug })}">下载本期表格 Excel</a></p>`
    : ''

function contentPage({ heading, paragraphs, facts, table, steps }: PublishedBody['pages'][number]): string {
  return html`<h2>${heading}</h2>
!${paragraphs.map((text) => html`<p>${text}</p>`).join('\n')}
!${
    facts.length > 0
      ? html`<dl class="facts">
!${facts.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`).join('\n')}
</dl>`
      : ''
  }
!${table ? tablePart(table) : ''}
!${
    steps.length > 0
      ? html`<ol class="steps">
!${steps.map(({ on, label }) => html`<li><time datetime="${on}">${dayWords(on)}</time>${label}</li>`).join('\n')}
</ol>`
      : ''
  }`
}

type Table = NonNullable<PublishedBody['pages'][number]['table']>

/** On a narrow screen each row becomes a block in which every value bears its column's word. */
function tablePart({ columns, rows }: Table): string {
  // A figure that is not told stands among the others.
  const isNumber = columns.map(
    (_, c) =>
      rows.some((row) => /\d/.test(row[c] ?? '')) &&
      rows.every((row) => /^(?:[\d.,%—-]+|并入|不单独公布)$/.test(row[c] ?? '')),
  )
  const classOf = (c: number) => (isNumber[c] ? ' class="n"' : '')
  return html`<table class="stack">
<thead><tr>!${columns.map((word, c) => html`<th scope="col"!${classOf(c)}>${word}</th>`).join('')}</tr></thead>
<tbody>
!${rows
    .map(
      (row) =>
        html`<tr>!${row
          .map((text, c) =>
            c === 0
              ? html`<th scope="row">${text}</th>`
              : html`<td!${classOf(c)} data-label="${columns[c] ?? ''}">${text}</td>`,
          )
          .join('')}</tr>`,
    )
    .join('\n')}
</tbody>
</table>`
}

/** Pictures stand on a page of their own, so that this one stays light on an old phone. */
function pictureLink(frame: Frame, slug: string, pictures: readonly Picture[]): string {
  if (pictures.length === 0) return ''
  const size = pictures.reduce((sum, picture) => sum + picture.size, 0)
  return html`<h2 class="screen">现场照片</h2>
<p><a class="button" href="${linkTo(frame, picturesPath(slug))}">看照片（${pictures.length}张，${sizeWords(size)}）</a></p>`
}
const commentPart = ({ words, leftOn, answer, answeredBy, answeredOn }: Comment): string =>
  html`<div class="said"><p><strong>群众意见</strong> <small>${dayWords(leftOn)}</small></p>
<blockquote><p>${words}</p></blockquote>
<p><strong>${answeredBy}答复</strong> <small>${dayWords(answeredOn)}</small></p>
<p>${answer}</p></div>`
