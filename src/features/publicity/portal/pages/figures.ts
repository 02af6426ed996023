import { html } from 'ghtml'
import { type Counts, type Place, WHOLE_COUNTY } from '../counts.ts'
import { dayWords } from '../words.ts'

const columns = [
  ['found', '发现'],
  ['open', '正在整改'],
  ['closed', '已整改销号'],
  ['overdue', '超期'],
] as const

/** How things stand in the whole county, in a sentence; nothing before the first monthly publication. */
export function figuresOf({ places }: Counts): string {
  const county = places.find(({ key }) => key === WHOLE_COUNTY)
  if (!county) return ''
  const parts = columns.flatMap(([name, word]) =>
    county.figures[name] === undefined ? [] : [`${word}${county.figures[name]}个`],
  )
  const told = parts.map(
    (part, n) => html`<span class="whole">${part}${n === parts.length - 1 ? '。' : '，'}</span>`,
  )
  return html`<p>截至${dayWords(county.asOf)}，全县问题：!${told.join('')}</p>`
}

/** Township by township; ordered as named, never by who is better. */
export function placeTable({ places }: Counts): string {
  const townships = places.filter(({ key }) => key !== WHOLE_COUNTY)
  if (townships.length === 0) return ''
  const cell = (place: Place, name: (typeof columns)[number][0], word: string) =>
    html`<td class="n" data-label="${word}">${place.figures[name] ?? '—'}</td>`
  return html`<table class="stack">
<caption>各乡镇（街道）问题数，单位：个</caption>
<thead><tr><th scope="col">乡镇（街道）</th>!${columns
    .map(([, word]) => html`<th scope="col" class="n">${word}</th>`)
    .join('')}<th scope="col">截至</th></tr></thead>
<tbody>
!${townships
    .map(
      (place) =>
        html`<tr><th scope="row">${place.label}</th>!${columns
          .map(([name, word]) => cell(place, name, word))
          .join('')}<td data-label="截至">${dayWords(place.asOf)}</td></tr>`,
    )
    .join('\n')}
</tbody>
</table>`
}

/** What is not published, and why: numbers by reason only (domain.md 7.6). */
export function withheldList({ withheld }: Counts): string {
  if (withheld.length === 0) return ''
  const total = withheld.reduce((sum, { n }) => sum + n, 0)
  return html`<h2>暂不公开的有多少</h2>
<p>依照规定，有${total}项暂不向社会公开。每一项都写明理由，经领导小组同意，到期重新审查：</p>
<ul>
!${withheld.map(({ label, n }) => html`<li>${label}：${n}项</li>`).join('\n')}
</ul>`
}
