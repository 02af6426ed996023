import { html } from 'ghtml'
import type { Frame, Page } from '../layout.ts'
import { columnsOf, type MonthFigures } from '../month-figures.ts'
import { paths, publishedPath } from '../paths.ts'
import { kindWords, monthWords } from '../words.ts'

/** The newest figures of one place, small enough to stand in another site. */
export function embeddedPage(frame: Frame, found: MonthFigures | null): Page {
  const county = frame.county?.name ?? ''
  if (!found)
    return {
      title: `${county}每月公布`,
      isBare: true,
      main: html`<h1>${county}每月公布</h1><p>还没有公布。</p>`,
    }
  const { issue, counts, rates } = found
  const columns = columnsOf[issue.kind]
  const told = [
    ...columns.counts.flatMap((label, c) => {
      const n = counts[c]
      return n === null || n === undefined ? [] : [{ label, value: `${n}${columns.unit}` }]
    }),
    ...columns.rates.flatMap((label, r) =>
      /%/.test(rates[r] ?? '') ? [{ label, value: rates[r] ?? '' }] : [],
    ),
  ]
  const title = `${issue.organization}${monthWords(issue.month)}${kindWords[issue.kind].slice(2)}`
  return {
    title,
    isBare: true,
    main: html`<h1>${title}</h1>
<dl class="facts">
!${told.map(({ label, value }) => html`<dt>${label}</dt><dd>${value}</dd>`).join('\n')}
</dl>
<p class="meta"><a href="${publishedPath(issue.slug)}" target="_blank" rel="noopener">公示${issue.slug}</a>，<a href="${paths.monthly}" target="_blank" rel="noopener">每月公布</a></p>`,
  }
}
