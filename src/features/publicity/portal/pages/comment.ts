import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { commentsPath, publishedPath } from '../paths.ts'
import { hidden } from './list.ts'

/** As many characters as the table takes. */
export const MOST_CHARACTERS = 1_000

/** A field that no person sees: whatever fills it in is a program. */
export const TRAP = 'website'

export type CommentFault = 'empty' | 'too_long' | 'boundary' | 'full'

const faults: Record<CommentFault, string> = {
  empty: '还没有写意见。请写好后再提交。',
  too_long: `意见太长。请缩短一些：遮住其中的姓名、日期等以后，也要在${MOST_CHARACTERS}字以内。`,
  boundary:
    '意见中有不能在网上填写的内容（例如涉密标记、案件线索）。请去掉后再提交，或者按“我要反映”中的电话、地点当面说。',
  full: '这条公示收到的意见较多，正在处理，暂时不能再提交。请过几天再来，或者打电话反映。',
}

/** `words`: what was written already and could not be taken as it is. */
export function commentForm(frame: Frame, slug: string, fault?: CommentFault, words = ''): string {
  return html`<form action="${commentsPath(slug)}" method="post">
!${fault ? html`<p class="wrong" id="fault" role="alert">${faults[fault]}</p>` : ''}
<label for="words">对这条公示提意见</label>
<p class="meta" id="hint">不用留姓名和电话；请不要写他人的姓名、电话、证件号。意见先由工作人员阅看，再转责任单位答复，答复公布在本页。</p>
<textarea id="words" name="words" rows="6" maxlength="${MOST_CHARACTERS}" required aria-describedby="hint!${fault ? ' fault' : ''}"!${fault ? ' aria-invalid="true"' : ''}>
${words}</textarea>
<div class="trap" aria-hidden="true"><label for="${TRAP}">请勿填写</label><input id="${TRAP}" name="${TRAP}" type="text" tabindex="-1" autocomplete="off"></div>
!${hidden(frame.carried)}
<button type="submit">提交意见</button>
</form>`
}

export const commentAgainPage = (
  frame: Frame,
  { slug, title, fault, words }: { slug: string; title: string; fault: CommentFault; words: string },
): Page => ({
  title: '提意见',
  main: html`<h1>提意见</h1>
<p>公示：<a href="${linkTo(frame, publishedPath(slug))}">${title}</a></p>
!${commentForm(frame, slug, fault, words)}`,
})

export const commentKeptPage = (frame: Frame, { slug }: { slug: string }): Page => ({
  title: '意见已收到',
  main: html`<h1>意见已收到</h1>
<p>谢谢。工作人员阅看后转责任单位答复，答复公布在这条公示的页面上。</p>
<p><a class="button" href="${linkTo(frame, publishedPath(slug))}">回到公示</a></p>`,
})
