import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths, publishedPath } from '../paths.ts'
import type { Withdrawn } from '../store.ts'

/** What went wrong, in words that help a resident on and help nobody else. */

export const notFoundPage = (frame: Frame): Page => ({
  title: '没有这一页',
  main: html`<h1>没有这一页</h1>
<p>地址可能抄错了，或者这一页已经不在。</p>
!${onward(frame)}`,
})

export function withdrawnPage(frame: Frame, { withdrawn, replacedBy, number }: Withdrawn): Page {
  const why =
    withdrawn === 'ended'
      ? '公示期已满，按规定撤下。'
      : withdrawn === 'replaced'
        ? '这一版已经更正，请看新的一版。'
        : '发布单位已经撤下这条公示。'
  return {
    title: '公示已撤下',
    main: html`<h1>公示已撤下</h1>
<p>公示编号${number}：${why}</p>
!${
      replacedBy === null
        ? ''
        : html`<p>现在公布的是公示${replacedBy}。</p>
<p><a class="button" href="${linkTo(frame, publishedPath(replacedBy))}">看现在公布的</a></p>`
    }
!${onward(frame)}`,
  }
}

export const busyPage = (frame: Frame): Page => ({
  title: '请稍等',
  main: html`<h1>请稍等</h1>
<p>从您所在的网络来的访问太多。请过一分钟再打开这一页。</p>
!${onward(frame)}`,
})

export const brokenPage = (frame: Frame): Page => ({
  title: '暂时打不开',
  main: html`<h1>暂时打不开</h1>
<p>页面暂时打不开，请过几分钟再试。急事请直接给所在村（社区）、乡镇（街道）打电话。</p>
!${onward(frame)}`,
})

/** What was sent is too long, or no form of ours. */
export const notTakenPage = (frame: Frame): Page => ({
  title: '没有收到',
  main: html`<h1>没有收到</h1>
<p>发来的内容太长或者不完整，没有收下。请回到上一页，改短后再提交。</p>
!${onward(frame)}`,
})

const onward = (frame: Frame): string =>
  html`<p><a class="button" href="${linkTo(frame, paths.published)}">看公示</a><a class="button" href="${linkTo(frame, paths.home)}">回首页</a></p>`
