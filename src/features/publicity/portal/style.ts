import { createHash } from 'node:crypto'
import { cssVariables, font, radius } from '#ui/tokens.ts'

const root = (scheme: 'light' | 'dark') =>
  Object.entries(cssVariables(scheme))
    .map(([name, value]) => `${name}:${value}`)
    .join(';')

/**
 * Style sheet of the public pages, from the same tokens as the desk, for Chromium 70 on (style.test.ts looks for what
 * is younger). Everything is measured in rem, so that large type (适老化, 24/38) enlarges the whole page.
 */
export const portalCss = `:root{${root('light')}}
@media (prefers-color-scheme:dark){:root{${root('dark')}}}
*{box-sizing:border-box}
html{font:18px/30px ${font.family};background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%}
html.large{font-size:24px;line-height:38px}
body{margin:0;word-wrap:break-word;overflow-wrap:break-word}
a{color:var(--accent)}
a:focus,button:focus,select:focus,input:focus,textarea:focus{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:8px;top:8px;z-index:1;padding:4px 12px;background:var(--paper)}
.banner{margin:0;padding:4px 16px;background:var(--sunken);color:var(--ink-soft);font-size:.78rem;line-height:1.6;text-align:center}
.frame{max-width:720px;margin:0 auto;padding:0 16px}
.top{border-bottom:1px solid var(--hairline)}
.top .frame{padding-top:.5rem;padding-bottom:.25rem}
.top p{margin:0}
.brand{display:inline-block;margin-right:1rem;padding:.25rem 0;color:var(--ink);font-weight:700;text-decoration:none}
.looks{float:right}
.looks a,.looks button{display:inline-block;margin-left:.5rem;padding:.25rem .6rem;border:1px solid var(--hairline-strong);border-radius:${radius}px;font-size:.85rem;line-height:1.7;text-decoration:none}
.looks button{margin:0 0 0 .5rem;font-weight:400;background:none;color:var(--accent)}
.ways{clear:both;margin:0;padding:.25rem 0 0;list-style:none}
.ways li{display:inline-block;margin-right:.85rem}
.ways li:last-child{margin-right:0}
.ways a{display:inline-block;padding:.4rem 0;text-decoration:none;white-space:nowrap}
.ways [aria-current]{color:var(--ink);font-weight:700;box-shadow:inset 0 -3px var(--accent)}
main{padding-top:.5rem;padding-bottom:1.5rem}
h1{font-size:1.55rem;line-height:1.4;margin:1rem 0}
h2{font-size:1.2rem;line-height:1.5;margin:1.8rem 0 .4rem}
h3{font-size:1rem;line-height:1.6;margin:1rem 0 .2rem}
.large h1{font-size:1.35rem}
.large h2{font-size:1.15rem}
p,dl,table{margin:.6rem 0}
.soft,.crumbs,.meta,small{color:var(--ink-soft)}
.crumbs,.meta,small,figcaption{font-size:.85rem;line-height:1.7}
.crumbs{margin:1rem 0 0}
.crumbs+h1{margin-top:.4rem}
.note{border-left:4px solid var(--accent);padding:.2rem .8rem;background:var(--accent-soft)}
.doors{display:grid;grid-gap:12px;margin:1.2rem 0;padding:0;list-style:none}
.doors a{display:block;height:100%;padding:1rem;border:2px solid var(--accent);border-radius:${radius}px;text-decoration:none}
.doors strong{display:block;font-size:1.35rem;line-height:1.5}
.doors span{display:block;color:var(--ink-soft);font-size:.85rem;line-height:1.6}
.doors a:hover,.button:hover{background:var(--accent-soft);color:var(--accent)}
.doors .main a{background:var(--accent);color:var(--on-accent)}
.doors .main span{color:var(--on-accent)}
@media (min-width:640px){.doors{grid-template-columns:1fr 1fr 1fr}.large .doors{grid-template-columns:1fr}}
.list{margin:0;padding:0;list-style:none;border-top:1px solid var(--hairline)}
.list li{padding:.7rem 0;border-bottom:1px solid var(--hairline)}
.list a{font-weight:600}
.list .meta{margin:.1rem 0 0}
.kind{display:inline-block;margin-right:.4rem;padding:0 .4rem;border:1px solid var(--hairline-strong);border-radius:${radius}px;white-space:nowrap}
.loop{margin:.6rem 0;padding-left:1.6rem}
.loop li{padding:.2rem 0 .2rem .2rem}
.facts{display:grid;grid-template-columns:8em 1fr;grid-gap:0 1rem;border-top:1px solid var(--hairline)}
.facts dt,.facts dd{margin:0;padding:.4rem 0;border-bottom:1px solid var(--hairline)}
.facts dt{color:var(--ink-soft)}
.steps{margin:.6rem 0;padding:0;list-style:none}
.steps li{position:relative;padding:0 0 1rem 1.6rem;border-left:2px solid var(--hairline-strong);margin-left:.5rem}
.steps li:last-child{padding-bottom:0;border-left-color:transparent}
.steps li::before{content:"";position:absolute;left:-.5rem;top:.45rem;width:calc(1rem - 2px);height:calc(1rem - 2px);border:3px solid var(--accent);border-radius:50%;background:var(--paper)}
.steps li:last-child::before{background:var(--accent)}
.steps time{display:block;color:var(--ink-soft);font-size:.85rem;line-height:1.7}
table{width:100%;border-collapse:collapse}
caption{padding:.2rem 0;text-align:left;color:var(--ink-soft);font-size:.85rem}
th,td{padding:.4rem .8rem .4rem 0;border-bottom:1px solid var(--hairline);text-align:left;vertical-align:top}
th{font-weight:600}
th:last-child,td:last-child{padding-right:0}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
form{margin:1rem 0}
label,legend{display:block;margin:.6rem 0 .2rem;font-weight:600}
select,input[type=text],input[type=search],input[type=tel],input[type=file],textarea{width:100%;padding:.5rem .6rem;border:1px solid var(--hairline-strong);border-radius:${radius}px;background:var(--paper);color:var(--ink);font:inherit}
select{height:2.9rem}
textarea{display:block;min-height:8rem;resize:vertical}
.button,button{display:inline-block;margin:.8rem .6rem 0 0;padding:.5rem 1.4rem;border:2px solid var(--accent);border-radius:${radius}px;background:none;color:var(--accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
button{background:var(--accent);color:var(--on-accent)}
.choices{display:grid;grid-gap:0 1rem}
@media (min-width:640px){.choices{grid-template-columns:1fr 1fr 1fr}.large .choices{grid-template-columns:1fr}}
.code{font-size:1.3rem!important;letter-spacing:.08em;font-variant-numeric:tabular-nums;text-transform:uppercase}
.receipt{margin:1rem 0;padding:.8rem .3rem;border:3px solid var(--accent);border-radius:${radius}px;font-size:1.7rem;line-height:1.5;font-weight:700;letter-spacing:.03em;text-align:center;font-variant-numeric:tabular-nums}
.receipt span{display:inline-block;white-space:nowrap}
.large .receipt{font-size:1.5rem}
.choice{display:block;margin:.5rem 0;padding:.6rem .8rem .6rem 2.6rem;border:1px solid var(--hairline-strong);border-radius:${radius}px;font-weight:400;position:relative}
.choice input{position:absolute;left:.9rem;top:1rem;width:1.1rem;height:1.1rem;margin:0}
.choice small{display:block}
fieldset.question legend,.question label[for]{font-size:1.1rem}
.question{margin:1.6rem 0}
.question .choice{padding-top:.75rem;padding-bottom:.75rem}
.question .choice input{top:1.2rem}
.state{font-size:1.2rem;line-height:1.6;font-weight:600}
fieldset{margin:1rem 0;padding:0;border:0}
details{margin:.6rem 0;border:1px solid var(--hairline-strong);border-radius:${radius}px}
summary{padding:.6rem .8rem;font-weight:600;color:var(--accent);cursor:pointer}
summary:focus{outline:3px solid var(--accent);outline-offset:2px}
details form,details p{margin:0 .8rem .8rem}
.chart{display:block;width:100%;max-width:480px;margin:.6rem 0}
.chart text{font-size:13px;fill:var(--ink)}
.chart .soft{fill:var(--ink-soft)}
.bar-0{fill:var(--accent)}
.bar-1{fill:none;stroke:var(--accent);stroke-width:2}
.code-text{min-height:0;font-size:.85rem;line-height:1.6}
.bare main{padding:.4rem .8rem}
.bare h1{font-size:1.1rem;margin:.4rem 0}
.bare .facts{display:grid;grid-template-columns:6em 1fr;margin:.2rem 0}
.bare .facts dt,.bare .facts dd{padding:.15rem 0;border-bottom:1px solid var(--hairline);font-size:.85rem;line-height:1.6}
.qr{width:9rem;border:0}
.trap{position:absolute;left:-9999px}
.wrong{border-left:4px solid var(--late);padding:.2rem .8rem;background:var(--late-soft)}
figure{margin:1rem 0}
img{display:block;max-width:100%;height:auto;border:1px solid var(--hairline)}
blockquote{margin:.4rem 0;padding:.1rem 0 .1rem .8rem;border-left:4px solid var(--hairline-strong)}
.said{padding:.4rem 0;border-bottom:1px solid var(--hairline)}
.phone{font-size:1.3rem;line-height:1.6;font-weight:700;white-space:nowrap}
.foot{border-top:1px solid var(--hairline);color:var(--ink-soft);font-size:.85rem;line-height:1.7}
.foot .frame{padding-top:1rem;padding-bottom:1.5rem}
.foot p{margin:0 0 .4rem}
.whole{white-space:nowrap}
.foot a{margin-right:1rem;display:inline-block;padding:.2rem 0}
.paper{display:none}
@media (max-width:639px){
.facts{display:block}.facts dt{border:0;padding-bottom:0}.facts dd{padding-top:0}
.stack thead{position:absolute;left:-9999px}
.stack,.stack caption,.stack tbody,.stack tr,.stack td,.stack th{display:block}
.stack tr{padding:.5rem 0;border-bottom:1px solid var(--hairline)}
.stack td,.stack th{padding:0;border:0;overflow:hidden}
.stack td[data-label]::before{content:attr(data-label) "："; color:var(--ink-soft)}
.stack .n{text-align:left;white-space:normal}
}
@page{margin:18mm}
@media print{
:root{${root('light')}}
html,html.large{font-size:12pt;line-height:1.7}
.top .looks,.ways,.skip,form,.button,.doors,.foot a,.crumbs,.screen{display:none}
.frame{max-width:none;padding-left:0;padding-right:0}
.paper{display:block}
a{color:inherit;text-decoration:none}
h2,h3{page-break-after:avoid}
li,tr,figure,.said{page-break-inside:avoid}
}
`

/** In the address of the style sheet, so that it may be kept for good and yet changes with the program. */
export const styleVersion = createHash('sha256').update(portalCss).digest('hex').slice(0, 10)
