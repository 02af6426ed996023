import { html } from 'ghtml'

export type SheetSlip = { name: string; organization: string; username: string; password: string }

/**
 * Slips as a page of its own, for the operator who asked for a file: A4, eight a sheet, with lines to cut along. It
 * holds passwords in clear: whoever makes it prints it and deletes it.
 */
export const slipSheet = (slips: readonly SheetSlip[], address: string): string => html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>首次密码条</title>
<style>
@page { size: A4; margin: 8mm; }
body { margin: 0; font: 11pt/1.5 "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
section { display: grid; grid-template-columns: 1fr 1fr; grid-template-rows: repeat(4, 69mm); break-after: page; }
section:last-child { break-after: auto; }
article { padding: 6mm; border: 0.3mm dashed #777; overflow: hidden; }
h2 { margin: 0 0 2mm; font-size: 12pt; }
p { margin: 0 0 1mm; }
b { font: 600 13pt/1.5 Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
small { font-size: 9pt; color: #444; }
</style>
</head>
<body>
!${sheetsOf(slips).map(
  (sheet) => html`<section>
!${sheet.map(
    ({ name, organization, username, password }) => html`<article>
<h2>${name}</h2>
<p>${organization}</p>
<p>用户名 <b>${username}</b></p>
<p>首次密码 <b>${password}</b></p>
<p><small>!${address ? html`网址 ${address}<br>` : ''}首次登录后请马上换成自己的密码，换好后销毁本条。请勿转交他人、拍照或用微信发送。</small></p>
</article>
`,
  )}</section>
`,
)}</body>
</html>
`

export const A_SHEET = 8

function sheetsOf(slips: readonly SheetSlip[]): SheetSlip[][] {
  const sheets: SheetSlip[][] = []
  for (let at = 0; at < slips.length; at += A_SHEET) sheets.push(slips.slice(at, at + A_SHEET))
  return sheets
}
