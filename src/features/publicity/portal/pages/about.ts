import { html } from 'ghtml'
import type { Counts } from '../counts.ts'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths } from '../paths.ts'
import type { Contact } from '../store.ts'
import { withheldList } from './figures.ts'
import { contactsPart } from './report.ts'

export const aboutPage = (frame: Frame, contacts: readonly Contact[], counts: Counts): Page => ({
  title: '关于本站',
  main: html`<h1>关于本站</h1>
<p>这里公布${frame.county?.name ?? '本县'}巡察、审计、信访等发现的问题怎样整改、谁负责、改得怎样。</p>
<h2>公布前经过哪些步骤</h2>
<p>内容由系统按台账拟出，隐去姓名、电话、证件号等个人信息，由人逐页核对，经保密审查和另一人审批后才发布；公示期满自动撤下。每条公示都有编号和内容校验码，改动会作为新的一版发布并注明。</p>
!${withheldList(counts)}
<h2>怎样看得更清楚</h2>
<p>页面顶部可以换成大字，也可以在简体和繁体之间切换。打印时自动去掉按钮和栏目。本站不需要下载软件，不需要登录。</p>
<h2>给写程序的人</h2>
<p>公布的内容可以用程序取，其他系统也可以把群众诉求转过来，见<a href="${linkTo(frame, paths.openData)}">开放接口</a>。</p>
<h2>关于您的信息</h2>
<p>看公示不需要留下任何信息。选择大字或繁体时，浏览器里存一个只记这个选择的小文件（Cookie）。提意见不问姓名和电话。</p>
!${contacts.length > 0 ? html`<h2>联系方式</h2>!${contactsPart(contacts)}` : html`<p><a href="${linkTo(frame, paths.report)}">怎样联系</a></p>`}`,
})
