import { html } from 'ghtml'
import { type Frame, linkTo, type Page, portalPaths } from '#features/publicity/index.ts'
import { appealPaths } from '../paths.ts'

export type Slip = {
  receipt: string
  /** Under which address the status is asked for, to be typed. */
  address: string
  /** The same as a picture for a telephone's camera. */
  code: string
  /** This form had been sent before with another text, which is the one that counts. */
  isChanged: boolean
  /** How many pictures were kept with it, now. */
  photos: number
}

/** The receipt, large, in groups of four, to be written down or printed. Shown once. */
export const receiptPage = (frame: Frame, { receipt, address, code, isChanged, photos }: Slip): Page => ({
  title: '已经收到',
  current: 'appeal',
  // The receipt is shown this once.
  again: null,
  main: html`<h1>已经收到</h1>
!${isChanged ? '<p class="wrong" role="alert">这份表刚才已经提交过，以第一次写的为准，照片也是。要补充的话，等工作人员看过以后，凭下面的查询号进去留言；要补照片，等工作人员联系您时再给，或者带到窗口。</p>' : ''}
<p>!${photos > 0 ? html`照片收到${String(photos)}张。` : ''}工作人员会先看一看，再转给负责办的单位。请记下查询号：</p>
!${receiptBox(receipt)}
<p><strong>请现在抄下来、截屏或者打印。</strong>这个号只显示这一次，我们也不保存；谁拿到它，谁就能看到您反映的事，请收好。</p>
<p>以后在本站“查进度”里输入查询号，就能看办到哪一步、看答复、留言、评价。</p>
<p class="paper">查询网址：${address}</p>
<p class="paper"><img class="qr" src="${code}" alt="查询网址的二维码"></p>
<form action="${linkTo(frame, appealPaths.status)}" method="post">
<input type="hidden" name="receipt" value="${receipt}">
<button type="submit">现在就看进度</button><a class="button" href="${linkTo(frame, portalPaths.home)}">回首页</a>
</form>`,
})

const receiptBox = (receipt: string): string =>
  html`<p class="receipt">!${receipt
    .split('-')
    .map((group) => html`<span>${group}</span>`)
    .join('-')}</p>`
