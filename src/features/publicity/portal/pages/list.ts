import { html } from 'ghtml'
import type { Counts } from '../counts.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths } from '../paths.ts'
import type { Choice, Listed } from '../store.ts'
import { kindWords, MOST_LETTERS, monthWords } from '../words.ts'
import { withheldList } from './figures.ts'
import { publicationList } from './publication-list.ts'

export type ListQuery = { township?: string; organization?: string; month?: string; kind?: string }
export type ListParts = {
  query: ListQuery
  publications: readonly Listed[]
  choices: { townships: Choice[]; organizations: Choice[]; months: Choice[] }
  counts: Counts
  /** Where the next page begins; null: this is the last one. */
  next: string | null
  /** This page is not the first. */
  isLater: boolean
}

/** 公示 by township, village and month. */
export function listPage(frame: Frame, parts: ListParts): Page {
  const { query, publications, choices, counts } = parts
  const isNarrowed = Object.values(query).some(Boolean)
  return {
    title: '公示',
    current: 'published',
    main: html`<h1>公示</h1>
!${search(frame)}
!${filterForm(frame, query, choices)}
!${
      publications.length > 0
        ? publicationList(frame, publications)
        : `<p>${isNarrowed ? '没有符合条件的公示。' : '还没有公示。整改情况经保密审查和审批后在这里公布。'}</p>`
    }
!${ways(frame, parts, isNarrowed)}
<p class="screen"><a href="${linkTo(frame, paths.data)}">数据下载和订阅</a></p>
!${withheldList(counts)}`,
  }
}

const search = (frame: Frame): string => html`<form action="${paths.progress}" method="get" role="search">
<label for="q">在公示里找（编号、村名、正文中的词都可以）</label>
<input id="q" name="q" type="search" maxlength="${MOST_LETTERS}" autocomplete="off">
!${hidden(frame.carried)}
<button type="submit">查找</button>
</form>`

/** Back to the newest, and on to what is older; nothing where the list is all there is. */
function ways(frame: Frame, { query, next, isLater }: ListParts, isNarrowed: boolean): string {
  const link = (to: string, label: string) => html`<a class="button" href="${to}">${label}</a>`
  const links = [
    ...(isNarrowed || isLater
      ? [link(linkTo(frame, paths.published), isNarrowed ? '看全部' : '回到最新')]
      : []),
    ...(next === null
      ? []
      : [link(linkTo(frame, paths.published, { ...query, before: next }), '更早的公示')]),
  ]
  return links.length > 0 ? `<p>${links.join('')}</p>` : ''
}

function filterForm(
  frame: Frame,
  query: ListQuery,
  { townships, organizations, months }: ListParts['choices'],
): string {
  if (townships.length === 0 && months.length === 0) return ''
  const labelled = (choice: Choice) => ({ value: choice.value, label: `${choice.label}（${choice.n}）` })
  const monthly = months.map((month) => labelled({ ...month, label: monthWords(month.label) }))
  const kinds = Object.entries(kindWords).map(([value, label]) => ({ value, label }))
  // What is published is what people came for: who does not narrow the list finds it first, also on a phone.
  const isOpen = Object.values(query).some(Boolean)
  return html`<details!${isOpen ? ' open' : ''}><summary>按地方、月份、种类看</summary>
<form action="${paths.published}" method="get">
<div class="choices">
!${select('township', '乡镇（街道）', townships.map(labelled), query.township)}
!${organizations.length > 0 ? select('organization', '村（社区）、单位', organizations.map(labelled), query.organization) : ''}
!${select('month', '公布的是哪个月', monthly, query.month)}
!${select('kind', '种类', kinds, query.kind)}
</div>
!${hidden(frame.carried)}
<button type="submit">查看</button>
</form>
</details>`
}

export const select = (
  name: string,
  label: string,
  options: readonly { value: string; label: string }[],
  chosen: string | undefined,
  /** What stands for no choice; null: one has to be chosen. */
  any: string | null = '全部',
): string => html`<div><label for="${name}">${label}</label>
<select id="${name}" name="${name}">
!${any === null ? '' : html`<option value="">${any}</option>`}
!${options
  .map(
    ({ value, label }) =>
      html`<option value="${value}"!${value === chosen ? ' selected' : ''}>${label}</option>`,
  )
  .join('\n')}
</select></div>`

/** A form has no address to hold what the reader has chosen. */
export const hidden = (carried: Record<string, string>): string =>
  Object.entries(carried)
    .map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
    .join('\n')
