import { html } from 'ghtml'
import { type Frame, linkTo } from '../layout.ts'
import { publishedPath } from '../paths.ts'
import type { Listed } from '../store.ts'
import { dayOf, dayWords, kindWords } from '../words.ts'

/** Publications as a list: what, about whom, since when. */
export const publicationList = (frame: Frame, publications: readonly Listed[]): string =>
  html`<ul class="list">
!${publications
    .map(
      ({ slug, kind, title, organization, township, publishedAt, replacedBy }) =>
        html`<li><a href="${linkTo(frame, publishedPath(slug))}">${title}</a>
<p class="meta"><span class="kind">${kindWords[kind]}</span>${placeOf(organization, township)}，${dayWords(dayOf(publishedAt))}发布!${
          replacedBy === null
            ? ''
            : html`，<a href="${linkTo(frame, publishedPath(replacedBy))}">已由${replacedBy}更正</a>`
        }</p></li>`,
    )
    .join('\n')}
</ul>`

/** A village with its township, unless its name says it. */
export const placeOf = (organization: string, township: string | null): string =>
  township === null || organization.startsWith(township) ? organization : `${township} ${organization}`
