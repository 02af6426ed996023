import { html } from 'ghtml'
import { cssVariables, font } from '#ui/tokens.ts'

/** The county's plain public front page: complete without JavaScript, one column, large type. It grows into the portal. */
export const frontPage = (county: { name: string; isDemo: boolean }): string => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${county.name}闭环平台</title>
<link rel="stylesheet" href="/portal.css">
</head>
<body>
<p class="banner" role="note">本系统为非涉密系统，严禁处理、存储、传输国家秘密</p>
<main>
<h1>${county.name}<br>巡察整改与群众诉求闭环平台</h1>
<p>在这里，巡察、审计、信访等发现的每一个问题都有人认领、有整改方案、有完成时限；改完由别人到现场核查，群众评价，日后再抽查。</p>
!${county.isDemo ? '<p class="note">这是演示县：地名、单位和人名都是虚构的。</p>' : ''}
<h2>问题是怎样闭环的</h2>
<ol>
<li><span><strong>反馈</strong>把问题原样告诉负责的单位。</span></li>
<li><span><strong>认领</strong>单位书记认领，定下责任人。</span></li>
<li><span><strong>整改</strong>方案经审核，按期整改，留下凭据。</span></li>
<li><span><strong>核查</strong>由别的部门两人以上到现场看。</span></li>
<li><span><strong>评价</strong>请群众评价，纪检、组织部门会签。</span></li>
<li><span><strong>抽查</strong>销号以后再抽查，反弹的重新整改。</span></li>
</ol>
<p><a class="button" href="/desk">工作人员登录</a></p>
</main>
<footer><p>需要办事的群众，请与所在村（社区）、乡镇联系。</p></footer>
</body>
</html>
`

const root = (scheme: 'light' | 'dark') =>
  Object.entries(cssVariables(scheme))
    .map(([name, value]) => `${name}:${value}`)
    .join(';')

/** Style sheet of the public pages, from the same tokens as the desk. */
export const portalCss = `:root{${root('light')}}
@media (prefers-color-scheme:dark){:root{${root('dark')}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:18px/30px ${font.family}}
.banner{margin:0;padding:4px 16px;background:var(--sunken);color:var(--ink-soft);font-size:14px;line-height:22px;text-align:center}
main,footer{max-width:720px;margin:0 auto;padding:24px 16px 0}
h1{font-size:clamp(22px,6.8vw,30px);line-height:1.4;margin:16px 0 24px}
h2{font-size:22px;line-height:32px;margin:24px 0 8px}
ol{padding-left:28px;margin:0}
li{padding:4px 0 4px 4px}
li span{display:grid;grid-template-columns:auto 1fr;gap:16px}
.note{border-left:4px solid var(--accent);padding:4px 12px;background:var(--accent-soft)}
.button{display:inline-block;margin-top:16px;padding:10px 24px;border-radius:6px;background:var(--accent);color:var(--on-accent);text-decoration:none}
.button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
footer{color:var(--ink-soft);font-size:16px}
footer p{margin:0;padding:16px 0 24px;border-top:1px solid var(--hairline)}
@page{margin:18mm}
@media print{.button{display:none}}
`
