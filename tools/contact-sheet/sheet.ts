import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from 'ghtml'
import type { Taken } from './photographer.ts'

/** All pictures on one page, those of a case side by side. */
export function writeSheet(folder: string, taken: readonly Taken[]): void {
  const byName = Map.groupBy(taken, ({ name }) => name)
  writeFileSync(
    join(folder, 'index.html'),
    html`<!doctype html>
<meta charset="utf-8">
<title>Contact sheet</title>
<style>body{font:14px system-ui;margin:16px}div{display:flex;gap:12px;align-items:start}img{border:1px solid #bbb;max-width:560px}</style>
!${[...byName].map(([name, pictures]) => html`<h2>${name}</h2><div>!${pictures.map(one)}</div>`)}
`,
  )
}

const one = ({ file, width, pdf }: Taken) =>
  html`<figure><a href="${file}"><img src="${file}" width="${Math.min(560, width)}" loading="lazy" alt=""></a>
<figcaption>${width} !${pdf ? html`<a href="${pdf}">PDF</a>` : ''}</figcaption></figure>`
