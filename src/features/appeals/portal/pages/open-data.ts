import { html } from 'ghtml'
import { type Frame, linkTo, type Page, portalPaths } from '#features/publicity/index.ts'

/** Which interfaces there are, for whoever writes programs. */
export const openDataPage = (frame: Frame, site: string, hasApi: boolean): Page => ({
  title: '开放接口',
  main: html`<h1>开放接口</h1>
<p>给写程序的人看。这里公开的，都是已经审批公布的内容；没有公布的，谁也取不到。</p>
<h2>Open311 GeoReport v2</h2>
<p>各地通用的市民诉求接口，JSON 和 XML 两种格式，把网址末尾的 .json 换成 .xml 就是 XML。</p>
<ul>
<li><a href="/open311/v2/services.json">${site}/open311/v2/services.json</a>：可以反映哪些方面的事</li>
<li>${site}/open311/v2/services/<em>代码</em>.json：反映时还要填什么</li>
<li><a href="/open311/v2/requests.json">${site}/open311/v2/requests.json</a>：已公布的整改，默认最近九十天；可以按 start_date、end_date、status 筛选；一次最多一千件，用 page_size 定一页多少件，应答头 Link 写着下一页：照着它取，中途有撤下的也不会漏；手工翻看用 page。没有变化时凭 ETag 只回 304</li>
<li>${site}/open311/v2/requests/<em>编号</em>.json：其中一件</li>
<li>向 requests.json 提交（POST）：转来群众诉求，须有本县给的 api_key，放在表单里，不能写在网址里</li>
<li>${site}/open311/v2/tokens/<em>回执</em>.json：转来的诉求登记了没有</li>
</ul>
<p>地点只到村，没有经纬度；图片只有审批公布的。转来的诉求和网上反映一样密封保存，由登记人筛查；查询号只在提交的应答里给出一次，请交给反映人。</p>
!${
    hasApi
      ? html`<h2>系统接口</h2>
<p><a href="/api/openapi.json">${site}/api/openapi.json</a>：全部接口的说明（OpenAPI 3.1）。除登录外都要本县发的访问令牌。</p>`
      : ''
  }
<h2>状态变化推送</h2>
<p>其他系统可以登记一个网址，问题、公示、诉求的状态一变就收到通知：只有编号、类别、状态和时间，按 Standard Webhooks 规范签名。由县里的系统管理员申请、安全管理员确认。</p>
<h2>怎样申请</h2>
<p>需要密钥或者推送，请<a href="${linkTo(frame, portalPaths.report)}">与县里联系</a>。</p>`,
})
