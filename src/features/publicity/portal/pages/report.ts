import { html } from 'ghtml'
import { type Frame, linkTo, type Page } from '../layout.ts'
import { paths } from '../paths.ts'
import type { Contact } from '../store.ts'

/** 我要反映: whom to phone or go to. */
export const reportPage = (frame: Frame, contacts: readonly Contact[]): Page => ({
  title: '打电话、到现场反映',
  current: 'report',
  main: html`<h1>打电话、到现场反映</h1>
!${
    contacts.length > 0
      ? html`<p>发现问题、有诉求、对整改不满意，可以打电话，也可以到下面的地点当面说。</p>
!${contactsPart(contacts)}`
      : '<p>发现问题、有诉求、对整改不满意，请与所在村（社区）、乡镇（街道）联系，当面说或者打电话都可以。</p>'
  }
<h2>说的时候请讲清楚</h2>
<ul>
<li>什么事，在哪里，什么时候。</li>
<li>以前向谁说过，怎么答复的。</li>
<li>希望怎样解决，怎样把结果告诉您。</li>
</ul>
<p><a class="button" href="${linkTo(frame, paths.appeal)}">在网上写</a></p>
<p>对某一条公示有意见，可以直接在那条公示的页面上写，不用留姓名。</p>`,
})

/** Each with its telephone as a link, so that a phone can dial it. */
export const contactsPart = (contacts: readonly Contact[]): string =>
  html`<ul class="list">
!${contacts
    .map(
      ({ name, phone, address, hours }) => html`<li><strong>${name}</strong>
!${phone ? html`<p><a class="phone" href="tel:${phone.replaceAll(/[^\d+]/g, '')}">${phone}</a></p>` : ''}
!${address || hours ? html`<p class="meta">${[address, hours].filter(Boolean).join('；')}</p>` : ''}</li>`,
    )
    .join('\n')}
</ul>`
