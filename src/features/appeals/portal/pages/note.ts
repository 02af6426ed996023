import { html } from 'ghtml'
import { type Frame, linkTo, type Page, portalPaths, receiptForm } from '#features/publicity/index.ts'
import { appealPaths } from '../paths.ts'

/** Short answers, in words that say what to do. */

export const repeatedPage = (frame: Frame): Page => ({
  title: '已经收到过',
  current: 'appeal',
  main: html`<h1>已经收到过</h1>
<p>同样的内容今天已经收到，正在处理，不用再交一次。查询号是第一次提交时给的那一个。</p>
<p>想补充情况，等工作人员看过以后，凭查询号进去留言；想补照片，等工作人员联系您时再给，或者带到窗口。查询号丢了，请打电话或者到窗口。</p>
!${onward(frame)}`,
})

export const closedPage = (frame: Frame): Page => ({
  title: '网上暂时不能提交',
  current: 'appeal',
  main: html`<h1>网上暂时不能提交</h1>
<p>网上反映和查询正在准备，暂时用不了。请打电话，或者到现场说。</p>
!${onward(frame)}`,
})

export const waitPage = (frame: Frame): Page => ({
  title: '请稍等',
  current: 'appeal',
  main: html`<h1>请稍等</h1>
<p>从您所在的网络提交得太多，刚才写的没有收下。请回到上一页，过十分钟再提交；您写的还在那一页上。</p>
<p>急事请打电话。</p>
!${onward(frame)}`,
})

export const photosTooLargePage = (frame: Frame): Page => ({
  title: '照片太大',
  current: 'appeal',
  main: html`<h1>照片太大，没有收下</h1>
<p>一张不超过10MB，最多3张。请回到上一页，去掉几张，或者换小一点的再提交；您写的字还在那一页上。</p>
<p>照片不要紧的话，也可以先不带照片提交，等工作人员联系您时再给。</p>
!${onward(frame)}`,
})

export const photosBusyPage = (frame: Frame): Page => ({
  title: '照片暂时传不上',
  current: 'appeal',
  main: html`<h1>照片暂时传不上，请先不带照片提交</h1>
<p>现在传照片的人多，或者网络太慢，刚才写的没有收下。请回到上一页，去掉照片再提交，照片等工作人员联系您时再给；或者过一两分钟再试。您写的字还在那一页上。</p>
<p>急事请打电话。</p>
!${onward(frame)}`,
})

/** Asks for a receipt once more. A void one is answered like an unknown one. */
export const askReceiptPage = (frame: Frame, fault: 'mistyped' | 'unknown' | 'busy' | null): Page => ({
  title: '查我反映的事',
  current: 'progress',
  main: html`<h1>查我反映的事</h1>
!${receiptForm(frame, fault ? words[fault] : '')}
<p><a href="${linkTo(frame, portalPaths.report)}">打电话问</a></p>`,
})

const words = {
  mistyped: '查询号写得不对，可能抄错了一两个。请对着纸条再看一遍，一共12位。',
  unknown: '没有查到这个查询号。请核对；如果确实没错，请打电话或者到窗口问。',
  busy: '查得太多了，请过几分钟再查，或者打电话问。',
}

export const waitingPage = (frame: Frame, receipt: string): Page => ({
  title: '已收到，正在登记',
  current: 'progress',
  again: shownAgain,
  main: html`<h1>已收到，正在登记</h1>
<p>您反映的事已经收到，正在登记，一般几分钟内就能看到。</p>
!${again(frame, receipt, '再看一次')}`,
})

export const failedPage = (frame: Frame, reason: string): Page => ({
  title: '没有登记成功',
  current: 'progress',
  main: html`<h1>没有登记成功</h1>
!${
    reason === 'boundary'
      ? '<p>您写的内容里有不能在网上填写的，没有保存。请打电话或者到窗口当面说。</p>'
      : '<p>您反映的事收到了，但是没能自动登记，工作人员正在查看。急的话请打电话。</p>'
  }
!${onward(frame)}`,
})

/** By which a page of a receipt is shown once more, in another look too. */
export const shownAgain = { form: 'again', action: appealPaths.status }

/** The receipt goes along in the form, never in an address. */
export const again = (frame: Frame, receipt: string, label: string): string =>
  html`<form id="again" action="${linkTo(frame, appealPaths.status)}" method="post">
<input type="hidden" name="receipt" value="${receipt}">
<button type="submit">${label}</button>
</form>`

const onward = (frame: Frame): string =>
  html`<p><a class="button" href="${linkTo(frame, portalPaths.report)}">电话和地点</a><a class="button" href="${linkTo(frame, portalPaths.home)}">回首页</a></p>`
