import { html } from 'ghtml'
import type { Counts } from '../counts.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths } from '../paths.ts'
import type { Listed } from '../store.ts'
import { MOST_LETTERS } from '../words.ts'
import { figuresOf, placeTable } from './figures.ts'
import { hidden } from './list.ts'
import { publicationList } from './publication-list.ts'

/** More than anybody reads through. */
export const MOST_FOUND = 30

/**
 * Where a problem stands: by number, village or words; and how far each township is. `found` null: nothing asked. What
 * was asked for stands first.
 */
export function progressPage(
  frame: Frame,
  { text, found, counts }: { text: string; found: readonly Listed[] | null; counts: Counts },
): Page {
  return {
    title: '查进度',
    current: 'progress',
    main:
      found === null
        ? html`<h1>查进度</h1>
!${ownPart(frame)}
!${searchPart(frame, text)}
!${standPart(counts)}`
        : html`<h1>查进度</h1>
!${searchPart(frame, text)}
!${resultPart(frame, text, found)}
!${ownPart(frame)}`,
  }
}

const ownPart = (frame: Frame): string => html`<h2>我反映的事</h2>
!${receiptForm(frame)}`

const searchPart = (frame: Frame, text: string): string => html`<h2>公示的问题</h2>
<form action="${paths.progress}" method="get" role="search">
<label for="q">编号、村名，标题或正文中的词</label>
<input id="q" name="q" type="search" value="${text}" maxlength="${MOST_LETTERS}" autocomplete="off">
!${hidden(frame.carried)}
<button type="submit">查询</button>
</form>`

/**
 * Asks for the page of a receipt. It goes in the body of the request: an address is kept by browsers and written down on
 * the way.
 */
export const receiptForm = (
  frame: Frame,
  fault = '',
): string => html`<form action="${linkTo(frame, paths.appealStatus)}" method="post">
!${fault ? html`<p class="wrong" id="receipt-fault" role="alert">${fault}</p>` : ''}
<label for="receipt">查询号（12位，提交时给您的）</label>
<input id="receipt" name="receipt" type="text" class="code" maxlength="30" required autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="receipt-hint!${fault ? ' receipt-fault' : ''}"!${fault ? ' aria-invalid="true"' : ''}>
<p class="meta" id="receipt-hint">四个一组，例如 2345-6789-ABCD。大小写、横线都可以不管。查询号丢了，请打电话或者到窗口补。</p>
<button type="submit">查我反映的事</button>
</form>`

function resultPart(frame: Frame, text: string, found: readonly Listed[]): string {
  if (found.length > 0)
    return html`<h2>查到的公示</h2>
!${publicationList(frame, found)}
!${found.length >= MOST_FOUND ? html`<p class="meta">只列最新的${MOST_FOUND}条。加一两个词可以查得更准。</p>` : ''}`
  return html`<h2>没有查到</h2>
<p>没有查到含“${text}”的公示。问题可能还没有公示，或者公示期已过。可以换一个词再查，或者<a href="${linkTo(frame, paths.report)}">打电话问</a>。</p>`
}

function standPart(counts: Counts): string {
  const table = placeTable(counts)
  if (table === '' && figuresOf(counts) === '')
    return '<p>各乡镇的整改进展每月公布一次，公布后在这里可以看到。</p>'
  return html`<h2>整改进展</h2>
!${figuresOf(counts)}
!${table}`
}
