import { html } from 'ghtml'
import type { Counts } from '../counts.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths } from '../paths.ts'
import type { Listed } from '../store.ts'
import { figuresOf } from './figures.ts'
import { publicationList } from './publication-list.ts'

/** The three things people come for, what is new, and how a problem is closed. */
export function homePage(frame: Frame, newest: readonly Listed[], counts: Counts): Page {
  const name = frame.county?.name ?? ''
  const site = `${name}闭环平台`
  return {
    title: site,
    current: 'home',
    main: html`<h1>${name}巡察整改与群众诉求闭环平台</h1>
<p>巡察、审计、信访等发现的每一个问题都有人认领、有整改方案、有完成时限；改完由别人到现场核查，群众评价，日后再抽查。</p>
<ul class="doors">
<li class="main"><a href="${linkTo(frame, paths.appeal)}"><strong>我要反映</strong><span>在网上写，或者打电话、到现场说</span></a></li>
<li><a href="${linkTo(frame, paths.progress)}"><strong>查进度</strong><span>我反映的事、村里的问题办到哪一步了</span></a></li>
<li><a href="${linkTo(frame, paths.published)}"><strong>看公示</strong><span>改了什么、谁负责、结果怎样</span></a></li>
</ul>
<p>收到了群众评价的邀请？<a href="${linkTo(frame, '/evaluate')}">在这里填写</a>；<a href="${linkTo(frame, '/evaluations')}">看评价结果</a>。</p>
!${figuresOf(counts)}
<p><a href="${linkTo(frame, paths.monthly)}">每月的诉求和整改数字</a></p>
<h2>最新公示</h2>
!${
      newest.length > 0
        ? html`!${publicationList(frame, newest)}<p><a href="${linkTo(frame, paths.published)}">全部公示</a></p>`
        : '<p>还没有公示。整改情况经保密审查和审批后在这里公布。</p>'
    }
<h2>问题是怎样闭环的</h2>
<ol class="loop">
<li><strong>反馈</strong>：把问题原样告诉负责的单位。</li>
<li><strong>认领</strong>：单位书记认领，定下责任人。</li>
<li><strong>整改</strong>：方案经审核，按期整改，留下凭据。</li>
<li><strong>核查</strong>：由别的部门两人以上到现场看。</li>
<li><strong>评价</strong>：请群众评价，纪检、组织部门会签。</li>
<li><strong>抽查</strong>：销号以后再抽查，反弹的重新整改。</li>
</ol>`,
  }
}
