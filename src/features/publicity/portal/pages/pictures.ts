import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { picturePath, publishedPath } from '../paths.ts'
import type { Picture, Publication } from '../store.ts'
import { sizeWords } from '../words.ts'

/** The pictures of a publication, which somebody has asked for knowing their size. */
export const picturesPage = (
  frame: Frame,
  { slug, body }: Publication,
  pictures: readonly Picture[],
): Page => ({
  title: `照片：${body.title}`,
  current: 'published',
  main: html`<p class="crumbs"><a href="${linkTo(frame, publishedPath(slug))}">回到公示</a></p>
<h1>现场照片</h1>
<p>${body.title}</p>
!${pictures
    .map(
      ({ sha256, caption, size }, n) =>
        html`<figure><img src="${picturePath(slug, sha256)}" alt="${caption || `现场照片${n + 1}`}">
<figcaption>${caption || `现场照片${n + 1}`}（${sizeWords(size)}）</figcaption></figure>`,
    )
    .join('\n')}`,
})
