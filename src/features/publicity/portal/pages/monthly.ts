import { html } from 'ghtml'
import { NOT_TOLD } from '../../figures.ts'
import { barChart, type ChartRow } from '../chart.ts'
import type { Issue } from '../issues.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { columnsOf, type MonthFigures } from '../month-figures.ts'
import { dataPath, paths, publishedPath } from '../paths.ts'
import { dayOf, dayWords, kindWords, monthWords } from '../words.ts'
import { hidden, select } from './list.ts'

export type MonthlyParts = {
  year: string
  place: { id: string; name: string } | null
  choices: { years: string[]; places: { id: string; name: string }[] }
  /** Of this place and year, newest first. */
  issues: readonly Issue[]
  figures: readonly MonthFigures[]
}

/** Issues of months: what came in and what was done over the year, as a chart and its table, and every issue. */
export function monthlyPage(frame: Frame, parts: MonthlyParts): Page {
  const { year, place, choices, issues, figures } = parts
  if (!place)
    return {
      title: '每月公布',
      current: 'monthly',
      main: html`<h1>每月公布</h1>
<p>每月公布的群众诉求办理情况和问题整改进展，公布后列在这里。还没有公布过。</p>`,
    }
  return {
    title: `每月公布：${place.name}${year}年`,
    current: 'monthly',
    main: html`<h1>每月公布</h1>
<form action="${paths.monthly}" method="get">
<div class="choices">
!${select(
      'year',
      '年份',
      choices.years.map((value) => ({ value, label: `${value}年` })),
      year,
      null,
    )}
!${select(
      'place',
      '地方',
      choices.places.map(({ id, name }) => ({ value: id, label: name })),
      place.id,
      null,
    )}
</div>
!${hidden(frame.carried)}
<button type="submit">查看</button>
</form>
!${(['appeals', 'month'] as const).map((kind) => figuresPart(frame, parts, place, kind, figures)).join('\n')}
<h2>${place.name}${year}年各期</h2>
<ul class="list">
!${issues.map((issue) => issueLine(frame, issue)).join('\n')}
</ul>`,
  }
}

const issueLine = (frame: Frame, { slug, kind, month, title, publishedAt, replacedBy }: Issue): string =>
  html`<li><a href="${linkTo(frame, publishedPath(slug))}">${title}</a>
<p class="meta"><span class="kind">${kindWords[kind]}</span>${monthWords(month)}，编号${slug}，${dayWords(dayOf(publishedAt))}发布!${
    replacedBy === null
      ? ''
      : html`，<a href="${linkTo(frame, publishedPath(replacedBy))}">已由${replacedBy}更正</a>`
  }</p></li>`

const headings = { appeals: '群众诉求', month: '问题整改' } as const

function figuresPart(
  frame: Frame,
  { year }: MonthlyParts,
  place: { id: string; name: string },
  kind: Issue['kind'],
  all: readonly MonthFigures[],
): string {
  const figures = all
    .filter(({ issue }) => issue.kind === kind)
    .toSorted((a, b) => (a.issue.month < b.issue.month ? -1 : 1))
  if (figures.length === 0) return ''
  const { unit } = columnsOf[kind]
  const query = { year, place: place.id }
  return html`<h2>${place.name}${year}年${headings[kind]}</h2>
!${barChart(`${place.name}${year}年${headings[kind]}，单位：${unit}；数字见下表`, chartRows(kind, year, figures), frame.look.large)}
!${figuresTable(frame, kind, figures)}
<p class="screen"><a href="${linkTo(frame, dataPath(kind, 'csv'), query)}">下载 CSV</a>　<a href="${linkTo(frame, dataPath(kind, 'xlsx'), query)}">下载 Excel</a></p>`
}

/** From the first month that there is to the last, a month without an issue with them. */
function chartRows(kind: Issue['kind'], year: string, figures: readonly MonthFigures[]): ChartRow[] {
  const { counts, charted } = columnsOf[kind]
  const of = (issue: Issue) => Number(issue.month.slice(5))
  const months = figures.map(({ issue }) => of(issue))
  const first = Math.min(...months)
  return Array.from({ length: Math.max(...months) - first + 1 }, (_, i) => {
    const found = figures.find(({ issue }) => issue.month === `${year}-${String(first + i).padStart(2, '0')}`)
    return {
      label: `${first + i}月`,
      bars: found ? charted.map((c) => ({ word: counts[c] ?? '', n: found.counts[c] ?? null })) : [],
    }
  })
}

/** Stands for what is not told, and is explained below where it does. */
const DASH = '—'

function figuresTable(frame: Frame, kind: Issue['kind'], figures: readonly MonthFigures[]): string {
  const { counts, rates, unit } = columnsOf[kind]
  const cell = (label: string, text: string) => html`<td class="n" data-label="${label}">${text}</td>`
  return html`<table class="stack">
<caption>单位：${unit}</caption>
<thead><tr><th scope="col">月份</th>!${[...counts, ...rates].map((word) => html`<th scope="col" class="n">${word}</th>`).join('')}</tr></thead>
<tbody>
!${figures
    .map(
      ({ issue, counts: told, rates: results }) =>
        html`<tr><th scope="row"><a href="${linkTo(frame, publishedPath(issue.slug))}">${Number(issue.month.slice(5))}月</a></th>!${[
          ...counts.map((label, c) => {
            const n = told[c]
            return cell(label, n === null || n === undefined ? DASH : String(n))
          }),
          ...rates.map((label, r) => {
            const result = results[r] ?? NOT_TOLD
            return cell(label, result === NOT_TOLD ? DASH : result)
          }),
        ].join('')}</tr>`,
    )
    .join('\n')}
</tbody>
</table>
!${kind === 'appeals' && figures.some(hasUntold) ? `<p class="meta">${DASH}：件数少，${NOT_TOLD}</p>` : ''}`
}

const hasUntold = ({ counts, rates }: MonthFigures): boolean =>
  counts.includes(null) || rates.includes(NOT_TOLD)
